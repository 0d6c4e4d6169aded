package io.proffer.service.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.proffer.service.matching.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.junit.jupiter.api.Test;

/** In which order an app tries what is offered. */
class OpenOffersTest {

  private static Candidate offer(String id, String agent) {
    return new Candidate(
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue(id))
            .setAgentId(AgentID.newBuilder().setValue(agent))
            .buildPartial());
  }

  /** The agents that are tried, when the first so many fit. */
  private static List<String> tried(OpenOffers open, int fitting) {
    List<String> tried = new ArrayList<>();
    for (Optional<Candidate> next = open.next(); next.isPresent(); next = open.next()) {
      tried.add(next.get().site().agentId());
      if (tried.size() <= fitting) {
        open.used(next.get());
      }
    }
    return tried;
  }

  @Test
  void theLeastCrowdedAgentComesFirst() {
    OpenOffers open = new OpenOffers(List.of(offer("1", "a"), offer("2", "b")), 0);
    open.inhabit("a");
    open.inhabit("a");

    assertThat(tried(open, 4)).containsExactly("b", "b", "a", "b", "a", "b");
  }

  @Test
  void whatDidNotFitIsNotTriedAgain() {
    OpenOffers open = new OpenOffers(List.of(offer("1", "a"), offer("2", "b")), 1);

    assertThat(tried(open, 0)).containsExactly("b", "a");
    assertThat(open.end()).isEqualTo(1);
  }

  @Test
  void whatIsPutAsideIsTriedAgainWhenSomethingElseWasUsed() {
    OpenOffers open = new OpenOffers(List.of(offer("1", "a"), offer("2", "b")), 0);
    open.putAside(open.next().orElseThrow());
    open.used(open.next().orElseThrow());

    assertThat(tried(open, 0)).containsExactly("a", "b");
  }

  @Test
  void twoOffersOfOneAgentAreOneCrowd() {
    OpenOffers open = new OpenOffers(List.of(offer("1", "a"), offer("2", "a"), offer("3", "b")), 0);

    assertThat(tried(open, 3)).startsWith("a", "b", "a");
  }
}
