package io.proffer.master.http;

import io.proffer.master.actor.Leadership;
import io.proffer.master.actor.LeadingMaster;
import io.proffer.master.http.server.Request;
import io.proffer.master.http.server.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.jspecify.annotations.Nullable;

/** Sends clients of a master that does not lead to the one that does. */
final class Leaders {

  private final Leadership leadership;
  private volatile @Nullable Term latest;

  /**
   * @param begin prepares what readers share, at the begin of each term of this master
   */
  Leaders(Leadership leadership, Function<LeadingMaster, Term> begin) {
    this.leadership = leadership;
    leadership.onTerm(master -> latest = begin.apply(master));
  }

  /** This master's term, while it leads. */
  Optional<Term> term() {
    Term term = latest;
    return leadership.here().isPresent() ? Optional.ofNullable(term) : Optional.empty();
  }

  /** An endpoint that answers only where this master leads, and redirects elsewhere. */
  Endpoint only(Endpoint.OfLeader endpoint) {
    return request -> {
      Optional<Term> term = term();
      return term.isPresent()
          ? endpoint.answer(request, term.get())
          : Answers.now(redirect(request.target()));
    };
  }

  /**
   * What a person looks at: shown by the leader; other masters send browsers there. While nobody
   * leads each shows it, and it says so.
   */
  Endpoint page(Function<Request, Response> page) {
    return request ->
        Answers.now(
            request.acceptsHtml() && term().isEmpty() && leadership.leader().isPresent()
                ? redirect(request.target())
                : page.apply(request));
  }

  /** {@code GET /redirect}. */
  CompletionStage<Response> redirectToLeader(Request request) {
    return Answers.now(redirect(""));
  }

  /** 307 to the leader; 503 if there is none. */
  private Response redirect(String target) {
    return leadership
        .leader()
        .map(leader -> Answers.redirect("//" + authority(leader) + target))
        .orElseGet(() -> Answers.text(503, "No leader elected"));
  }

  static String authority(MasterInfo leader) {
    String host = leader.hasHostname() ? leader.getHostname() : leader.getAddress().getIp();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + leader.getPort();
  }
}
