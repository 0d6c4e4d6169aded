package io.proffer.agent.sandbox.fetch;

import java.util.Arrays;
import java.util.Optional;

/** What can be unpacked, told by the name of the file as in Mesos. */
enum ArchiveFormat {
  TAR("tar"),
  TAR_GZIP("tar[.]gz|tgz"),
  TAR_BZIP2("tar[.]bz2|tbz2"),
  TAR_XZ("tar[.]xz|txz"),
  TAR_ZSTD("tar[.]zst|tzst"),
  ZIP("zip"),
  /** One compressed file; last, because other names end so too. */
  GZIP("gz");

  private final String form;

  ArchiveFormat(String suffixes) {
    this.form = "(?s).*[.](" + suffixes + ")";
  }

  static Optional<ArchiveFormat> of(String file) {
    return Arrays.stream(values()).filter(f -> file.matches(f.form)).findFirst();
  }
}
