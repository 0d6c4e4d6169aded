package io.proffer.agent.runtime.exec;

import com.google.protobuf.ByteString;

/**
 * Something a command has said.
 *
 * @param error whether it went to its standard error
 */
public record Output(boolean error, ByteString bytes) {}
