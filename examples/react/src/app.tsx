import { useState } from 'react';
import { Player } from './player';
import { TaggedPlayer } from './tagged';

/** `#tag` shows the one with the tag. */
const Shown = location.hash === '#tag' ? TaggedPlayer : Player;

export function App() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'Close' : 'Open'}</button>
      {isOpen && <Shown id="ep-1" src="https://media.acme.example/short.mp4" controls muted playsInline />}
    </>
  );
}
