import { html5 } from '@media-collection/html5';
import { useEffect, useRef, type ComponentProps } from 'react';
import { tracker } from './tracker';

/** A video that is followed for as long as it is mounted: `attach` answers with what stops it, which is what an effect wants. */
export function Player(props: ComponentProps<'video'>) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => tracker.attach(html5(video.current!)), []);
  return <video ref={video} {...props} />;
}
