package io.proffer.frameworks.common.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import java.util.Set;

/**
 * How one framework answers.
 *
 * @param <S> what it answers from, while it leads
 */
public interface Manner<S> {

  /** Of the threads that answer. */
  String name();

  /** What a body may have at the most. */
  long maxBodyBytes();

  /** Answers a request whose body has come, on a thread that may wait. */
  HttpResponse answer(S served, HttpRequest http, ByteString body);

  /** Says in the framework's form that a request failed. */
  HttpResponse error(int status, String message);

  /** What the port is called to those who must say who they are. */
  String realm();

  /** The header that names the processes a request came through. */
  String viaHeader();

  /** Paths of streams, without a slash at the start: who wants one is sent to the leader. */
  Set<String> streams();
}
