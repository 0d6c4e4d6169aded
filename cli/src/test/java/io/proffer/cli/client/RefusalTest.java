package io.proffer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RefusalTest {

  private static Refusal of(String said) throws IOException {
    return Refusal.of(said.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void mistakesAreSaidInWordsWithWhereTheyAre() throws IOException {
    assertThat(
            of("""
                {"message": "Invalid JSON", "details": [
                  {"path": "/instances", "errors": ["error.expected.jsnumber"]},
                  {"path": "/id", "errors": ["error.path.missing"]}]}
                """)
                .words())
        .isEqualTo("Invalid JSON: /instances must be a number; /id is missing");
  }

  @Test
  void whatIsInTheWayIsNamed() throws IOException {
    assertThat(
            of("""
                {"message": "App is locked by one or more deployments. View details at '/v2/...'",
                 "deployments": [{"id": "d1"}, {"id": "d2"}]}
                """)
                .words())
        .isEqualTo("it is being changed already, by deployment d1, d2");
  }

  @Test
  void whatIsNoJsonIsQuotedIfPeopleCanReadIt() throws IOException {
    assertThat(of("There is no '/v2/apps'\n here").words())
        .isEqualTo("There is no '/v2/apps' here");
    assertThat(of("<html><body>oops").words()).isEqualTo("no reason that could be read");
    assertThat(of("").words()).isEqualTo("no reason that could be read");
  }

  @Test
  void whoKnowsNoSuchRequestsIsSomethingElse() throws IOException {
    assertThat(of("There is no '/v2/apps' here").isOfSomethingElse()).isTrue();
    assertThat(of("{\"message\": \"There is nothing at /v1/jobs\"}").isOfSomethingElse()).isTrue();
    assertThat(of("{\"message\": \"App '/web' does not exist\"}").isOfSomethingElse()).isFalse();
  }
}
