import '@media-collection/element/define';
import type { ComponentProps } from 'react';

/** What is no string is a property; created once, because another object creates another tracker. */
const options = { customMetadata: { framework: 'React' } };

/** The same video with the tag: no tracker, no effect. */
export function TaggedPlayer({ id, ...props }: ComponentProps<'video'>) {
  return (
    <media-collection
      endpoint="https://acme.hb-api.omtrdc.net"
      tracking-server="acme.sc.omtrdc.net"
      report-suite="acme"
      org-id="0123456789@AdobeOrg"
      channel="acme.example"
      media-id={id}
      options={options}
    >
      <video {...props} />
    </media-collection>
  );
}
