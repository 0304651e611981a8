import type { Endless } from './endless';

/** What a viewer does, of whom the report must say what was shown. */
export interface Viewing {
  /** Seconds by which the wall clock jumps while media and timers stand: to the viewer that is a pause. */
  readonly slept?: number;
  /** Where in the clip the bytes stop until `release()` is called, in seconds. */
  readonly dry?: number;
  readonly html?: string;
  /** What the viewer does, in the page. */
  act(): Promise<void>;
}

/** Every viewing lasts a few seconds and is judged from its first frame. */
export const viewings: Readonly<Record<string, Viewing>> = {
  'plays on': {
    act: async () => {
      await window.scene.perform();
      await window.scene.past(5);
    },
  },
  'pauses for 2 s': {
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform();
      await past(2);
      element.pause();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      void element.play();
      await past(4);
    },
  },
  'pauses three times': {
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform();
      for (const second of [2, 3, 4]) {
        await past(second);
        element.pause();
        await new Promise((resolve) => setTimeout(resolve, 700));
        void element.play();
      }
      await past(5);
    },
  },
  'jumps within what is loaded': {
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform();
      await past(2);
      element.currentTime = 10;
      await past(12);
      element.currentTime = 4;
      await past(6);
    },
  },
  'jumps beyond what is loaded': {
    dry: 8,
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform();
      await past(2);
      element.currentTime = 15;
      setTimeout(() => (window as unknown as { release(): void }).release(), 2_000);
      await past(17);
    },
  },
  'scrubs: ten jumps in 0.8 s': {
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform();
      await past(2);
      for (let jump = 1; jump <= 10; jump++) {
        element.currentTime = 2 + jump;
        await new Promise((resolve) => setTimeout(resolve, 80));
      }
      await past(15);
    },
  },
  'stalls for 4 s': {
    dry: 3,
    act: async () => {
      const { nextEvent, past, perform } = window.scene;
      await perform();
      await nextEvent('waiting');
      setTimeout(() => (window as unknown as { release(): void }).release(), 4_000);
      await past(5);
    },
  },
  'pauses during a stall': {
    dry: 3,
    act: async () => {
      const { element, nextEvent, past, perform } = window.scene;
      await perform();
      await nextEvent('waiting');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      element.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      (window as unknown as { release(): void }).release();
      void element.play();
      await past(5);
    },
  },
  'pauses during a stall that goes on': {
    dry: 4,
    act: async () => {
      const { element, nextEvent, past, perform } = window.scene;
      await perform();
      await nextEvent('waiting');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      element.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      void element.play();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      (window as unknown as { release(): void }).release();
      await past(6);
    },
  },
  'pauses, and stalls after the resume': {
    dry: 3,
    act: async () => {
      const { element, nextEvent, past, perform } = window.scene;
      await perform();
      await past(2);
      element.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const waits = nextEvent('waiting');
      void element.play();
      await waits;
      setTimeout(() => (window as unknown as { release(): void }).release(), 3_000);
      await past(5);
    },
  },
  'closes the lid for 8 s': {
    slept: 8,
    act: async () => {
      const { past, perform } = window.scene;
      await perform();
      await past(3);
      const now = Date.now.bind(Date);
      Date.now = () => now() + 8_000;
      await past(5);
    },
  },
  'watches a stream without a length': {
    act: async () => {
      const { record, serve } = window as unknown as Endless;
      await (window as unknown as Endless).show(await serve(await record(6)));
    },
  },
  'watches what a MediaRecorder made': {
    act: async () => {
      const bytes = new Uint8Array(await (window as unknown as Endless).record(5));
      await (window as unknown as Endless).show(URL.createObjectURL(new Blob([bytes], { type: 'video/webm' })));
    },
  },
  'plays at twice the speed': {
    act: async () => {
      const { element, past, perform } = window.scene;
      element.defaultPlaybackRate = 2;
      await perform();
      await past(9);
    },
  },
  'plays to the end': {
    act: async () => {
      const { nextEvent, perform } = window.scene;
      const ended = nextEvent('ended');
      await perform('short.mp4');
      await ended;
    },
  },
  listens: {
    html: '<audio></audio>',
    act: async () => {
      const { element, past, perform } = window.scene;
      await perform('audio.m4a');
      await past(3);
      element.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      void element.play();
      await past(5);
    },
  },
};
