/** A server-sent message as a client reads it; a comment has a `comment` alone. */
export interface Message {
  event?: string;
  id?: string;
  data?: string;
  comment?: string;
}

function parse(block: string): Message {
  const fields = block.split('\n').map((line): [string, string] => {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    return [name || 'comment', value];
  });
  return Object.fromEntries(fields);
}

/** Reads an answer message by message; `next` waits for as long as nothing comes. */
export function readMessages(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  async function next(): Promise<Message> {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end >= 0) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return parse(block);
      }
      const { done, value } = await reader.read();
      if (done) throw new Error('The stream has ended.');
      rest += value;
    }
  }
  return {
    next,
    /** Reads up to the `ready` that closes the story so far; answers all that came before. */
    async story(): Promise<Message[]> {
      const messages: Message[] = [];
      for (;;) {
        const message = await next();
        if (message.event === 'ready') return messages;
        messages.push(message);
      }
    },
    leave: () => reader.cancel(),
  };
}
