package io.proffer.agent.runtime.process;

import java.nio.file.Path;

/** What a process is started with as its standard input, output and error. */
record StandardFiles(Path stdin, Path stdout, Path stderr) {

  /** It has no input, and what it says is thrown away. */
  static StandardFiles none() {
    return new StandardFiles(
        ProcessCommand.NOWHERE, ProcessCommand.NOWHERE, ProcessCommand.NOWHERE);
  }
}
