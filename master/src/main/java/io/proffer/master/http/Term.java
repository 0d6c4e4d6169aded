package io.proffer.master.http;

import akka.actor.typed.Scheduler;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.actor.MasterSelf;
import io.proffer.master.http.dashboard.Activity;
import io.proffer.master.http.dashboard.ClusterHistory;
import io.proffer.master.http.dashboard.DashboardFeed;
import io.proffer.master.http.dashboard.HistorySampler;
import io.proffer.master.http.legacy.RenderedTasks;
import io.proffer.master.http.operator.OperatorStreams;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import scala.concurrent.ExecutionContext;

/**
 * What readers share during one term of this master.
 *
 * @param answers that are kept until something happens
 * @param tasks as those answers have them
 * @param operators who listen to what happens
 * @param dashboard who look at the dashboard
 * @param history what there was in the last hour
 * @param activity what happened lately
 */
record Term(
    LeadingMaster master,
    RenderedAnswers answers,
    RenderedTasks tasks,
    OperatorStreams operators,
    DashboardFeed dashboard,
    ClusterHistory history,
    Activity activity) {

  static Term begin(
      MasterSelf self, LeadingMaster master, Scheduler scheduler, Executor renderers) {
    ExecutionContext executor = ExecutionContext.fromExecutor(renderers);
    InstantSource clock = InstantSource.system();
    Activity activity = new Activity(clock);
    master.reads().observe(activity);
    ClusterHistory history = new ClusterHistory(master.electedAt());
    HistorySampler.start(history, activity, master.reads(), clock, scheduler, renderers);
    return new Term(
        master,
        new RenderedAnswers(master.reads(), renderers),
        new RenderedTasks(),
        new OperatorStreams(master.reads(), scheduler, executor),
        new DashboardFeed(
            self,
            master.info().getId(),
            master.electedAt(),
            master.reads(),
            activity,
            master.uses(),
            clock,
            scheduler,
            renderers),
        history,
        activity);
  }
}
