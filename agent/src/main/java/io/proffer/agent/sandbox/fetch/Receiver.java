package io.proffer.agent.sandbox.fetch;

import java.io.IOException;
import java.io.OutputStream;

/** Takes what is transferred. */
interface Receiver {

  /** The size is known; may refuse it. */
  void expect(long bytes) throws IOException;

  /** Where the content is to be written. */
  OutputStream open() throws IOException;
}
