const TYPES = ['play', 'playing', 'pause', 'waiting', 'seeking', 'seeked', 'timeupdate', 'volumechange'];
const nothing = () => {};

/** Listens to what a tracker must hear, and does nothing. */
export function attach(video) {
  for (const type of TYPES) video.addEventListener(type, nothing);
  return () => TYPES.forEach((type) => video.removeEventListener(type, nothing));
}
