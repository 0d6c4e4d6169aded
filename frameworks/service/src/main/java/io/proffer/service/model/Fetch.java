package io.proffer.service.model;

import java.util.Optional;

/** A file that is in the sandbox before an instance starts. */
public record Fetch(
    String uri, boolean extract, boolean executable, boolean cache, Optional<String> destPath) {}
