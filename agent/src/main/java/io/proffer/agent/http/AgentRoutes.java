package io.proffer.agent.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** Answers requests. */
public interface AgentRoutes {
  CompletionStage<HttpResponse> answer(HttpRequest request);
}
