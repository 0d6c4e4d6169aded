package io.proffer.sdk;

import com.google.protobuf.ByteString;
import io.proffer.core.model.ExecutorId;
import io.proffer.core.model.FrameworkId;
import io.proffer.core.model.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an executor can tell. Every method returns at once and may be called from any thread; a
 * thread other than the callbacks' waits while very many requests are pending. What is told of a
 * task arrives in the order it was told, and is told again until the agent has it.
 */
public interface ExecutorDriver {

  /** The framework whose executor this is. */
  FrameworkId framework();

  /** The id under which the scheduler started this executor. */
  ExecutorId executor();

  /** The executor's own directory; {@code stdout} and {@code stderr} are in it. */
  Path sandbox();

  /** The task is being prepared. */
  void starting(TaskId task);

  /** The task runs. */
  void running(TaskId task);

  /** The task has ended well. */
  void finished(TaskId task);

  /**
   * The task has ended badly.
   *
   * @param message why, in a sentence for people
   */
  void failed(TaskId task, String message);

  /** The task has been killed, as was asked. */
  void killed(TaskId task);

  /**
   * Tell anything about a task, for what has no method here: data, health, labels.
   *
   * @param status with task id and state; uuid, source and times are filled in
   */
  void update(TaskStatus status);

  /**
   * Send data to the scheduler. Delivered at most once, and not while disconnected. When a thousand
   * wait for the agent already it is not sent, and {@link Executor#refused} says so with status
   * 429.
   */
  void send(ByteString data);

  /** Run code as a callback: on the callbacks' thread. */
  void execute(Runnable code);

  /**
   * Run code as a callback, once, after a delay.
   *
   * @return cancels it; does nothing when the code has run
   */
  Runnable schedule(Duration delay, Runnable code);

  /**
   * End the executor, once the agent has what it was told. Tasks that were not told to have ended
   * are taken to have failed.
   */
  void stop();
}
