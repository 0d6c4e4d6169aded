package io.proffer.master.http;

import akka.actor.typed.Scheduler;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.dashboard.DashboardFeed;
import io.proffer.master.http.operator.OperatorStreams;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import scala.concurrent.ExecutionContext;

/**
 * What readers share during one term of this master.
 *
 * @param answers that are kept until something happens
 * @param operators who listen to what happens
 * @param dashboard who look at the dashboard
 */
record Term(
    LeadingMaster master,
    RenderedAnswers answers,
    OperatorStreams operators,
    DashboardFeed dashboard) {

  static Term begin(
      MasterSelf self, LeadingMaster master, Scheduler scheduler, Executor renderers) {
    ExecutionContext executor = ExecutionContext.fromExecutor(renderers);
    return new Term(
        master,
        new RenderedAnswers(master.reads(), renderers),
        new OperatorStreams(master.reads(), scheduler, executor),
        new DashboardFeed(
            self,
            master.info().getId(),
            master.electedAt(),
            master.reads(),
            InstantSource.system(),
            scheduler,
            renderers));
  }
}
