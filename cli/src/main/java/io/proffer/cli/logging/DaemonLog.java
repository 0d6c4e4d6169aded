package io.proffer.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Sets up the log of a process that runs daemons. */
public final class DaemonLog {

  /** What of the log people see while the process runs. */
  public enum Console {
    /** Proffer's own warnings, and the errors of the libraries under it. */
    WARNINGS,
    /** Also what else Proffer itself reports. */
    PROGRESS
  }

  private static final String OURS = "io.proffer";
  private static final String FILE = "file";

  /** Libraries that tell too much even for a file, and what is worth telling. */
  private static final Map<String, Level> TALKATIVE =
      Map.of(
          "org.apache.zookeeper", Level.ERROR,
          "org.apache.curator", Level.WARN,
          "akka", Level.WARN,
          "akka.io", Level.OFF, // a port that cannot be opened is told by whoever wanted it
          "com.github.dockerjava", Level.WARN,
          "io.netty", Level.WARN);

  private static final String CONSOLE_PATTERN = "%d{HH:mm:ss} %-5level %msg%n%nopex";
  private static final String FILE_PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %msg%n";
  private static final String MAX_FILE_SIZE = "20 mb";
  private static final int MAX_OLD_FILES = 4;

  private DaemonLog() {}

  /** Logs everything to a file, which is kept small, and some of it to standard error. */
  public static void to(Path file, Console console) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)
        || System.getProperty("logback.configurationFile") != null) {
      return; // somebody set up a log of their own
    }
    context.reset();
    TALKATIVE.forEach((name, level) -> context.getLogger(name).setLevel(level));
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(console(context, console));
    root.addAppender(file(context, file));
  }

  /**
   * The file that is logged to; empty when there is none, or somebody set up a log of their own.
   */
  public static Optional<Path> file() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
            && context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(FILE)
                instanceof FileAppender<ILoggingEvent> file
        ? Optional.of(Path.of(file.getFile()).toAbsolutePath())
        : Optional.empty();
  }

  /** Closes the file. */
  public static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  static void warningsOnly(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console(context, Console.WARNINGS));
  }

  private static Appender<ILoggingEvent> console(LoggerContext context, Console console) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("console");
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, CONSOLE_PATTERN));
    appender.addFilter(new Concerns(console));
    appender.start();
    return appender;
  }

  private static Appender<ILoggingEvent> file(LoggerContext context, Path path) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName(FILE);
    appender.setFile(path.toString());
    appender.setEncoder(encoder(context, FILE_PATTERN));
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(path + ".%i");
    rolling.setMaxIndex(MAX_OLD_FILES);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(MAX_FILE_SIZE));
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }

  /**
   * Lets through what people can act on. What libraries warn of (a heartbeat a second late, say) is
   * in the file; what it means for Proffer, Proffer says.
   */
  private static final class Concerns extends Filter<ILoggingEvent> {
    private final Level leastOfOurs;

    Concerns(Console console) {
      leastOfOurs =
          switch (console) {
            case WARNINGS -> Level.WARN;
            case PROGRESS -> Level.INFO;
          };
      start();
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
      Level least = event.getLoggerName().startsWith(OURS) ? leastOfOurs : Level.ERROR;
      return event.getLevel().isGreaterOrEqual(least) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }
}
