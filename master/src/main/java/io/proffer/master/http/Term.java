package io.proffer.master.http;

import akka.actor.typed.Scheduler;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.http.operator.OperatorStreams;
import java.util.concurrent.Executor;
import scala.concurrent.ExecutionContext;

/**
 * What readers share during one term of this master.
 *
 * @param answers that are kept until something happens
 * @param operators who listen to what happens
 */
record Term(LeadingMaster master, RenderedAnswers answers, OperatorStreams operators) {

  static Term begin(LeadingMaster master, Scheduler scheduler, Executor renderers) {
    ExecutionContext executor = ExecutionContext.fromExecutor(renderers);
    return new Term(
        master,
        new RenderedAnswers(master.reads(), renderers),
        new OperatorStreams(master.reads(), scheduler, executor));
  }
}
