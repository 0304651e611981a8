/** `0:05.3`, `1:02:03`: a length of time; tenths where it is short. */
export function clock(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const tenths = Math.round(Math.abs(seconds) * 10);
  const [whole, tenth] = [Math.floor(tenths / 10), tenths % 10];
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  if (hours) return `${sign}${hours}:${two(minutes)}:${two(rest)}`;
  return `${sign}${minutes}:${two(rest)}${minutes < 10 && tenth ? `.${tenth}` : ''}`;
}

/** `5.3 s`, `12 min 5 s`: a length of time in words that a screen reader reads well. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  return [hours && `${hours} h`, minutes && `${minutes} min`, !hours && rest && `${rest} s`].filter(Boolean).join(' ');
}

/** `14:03:22`, the reader's time of day. */
export const timeOfDay = (ms: number): string => new Date(ms).toLocaleTimeString([], { hour12: false });

/** The same with the day, where it is not today. */
export function moment(ms: number): string {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  return isToday ? timeOfDay(ms) : `${new Date(ms).toLocaleDateString()} ${timeOfDay(ms)}`;
}

/** `1 breach`, `3 breaches`. */
export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
