package io.proffer.agent.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what was wrong with a file. */
public final class IoTrouble {

  private IoTrouble() {}

  public static String describe(IOException e) {
    return switch (e) {
      case AccessDeniedException x -> "permission denied for " + x.getFile();
      case NoSuchFileException x -> x.getFile() + " does not exist";
      case FileAlreadyExistsException x -> x.getFile() + " is in the way and is no directory";
      case FileSystemException x ->
          (x.getReason() == null ? "input/output error" : x.getReason()) + " at " + x.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Whether the disk has no room left. */
  public static boolean diskFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }
}
