package io.proffer.agent.runtime.process;

import java.nio.file.Path;

/**
 * A file or directory that a task sees at another place; both exist.
 *
 * @param readOnly whether the task may only read there
 */
record BindMount(Path source, Path target, boolean readOnly) {}
