import { useState } from 'react';
import { Player } from './player';

export function App() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'Close' : 'Open'}</button>
      {isOpen && <Player id="ep-1" src="https://media.acme.example/short.mp4" controls muted playsInline />}
    </>
  );
}
