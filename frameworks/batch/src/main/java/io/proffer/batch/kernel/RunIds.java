package io.proffer.batch.kernel;

import io.proffer.batch.model.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/** Names runs: {@code yyyyMMddHHmmss} and five letters and digits. */
final class RunIds {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final String SIGNS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 5;
  private static final int SECOND_LENGTH = 14;

  private RunIds() {}

  /** The same for the same fire, whoever decides about it and when. */
  static String scheduled(JobId job, String schedule, Instant at) {
    CRC32 sum = new CRC32();
    sum.update((job + "/" + schedule + "/" + at).getBytes(StandardCharsets.UTF_8));
    return SECOND.format(at) + signs(sum.getValue());
  }

  /** The same for the same run of a job in a workflow, whoever decides about it and when. */
  static String inWorkflow(Workflow workflow, Workflow.Node node) {
    CRC32 sum = new CRC32();
    sum.update(
        (workflow.id() + "/" + node.job() + "/" + node.begun()).getBytes(StandardCharsets.UTF_8));
    return workflow.id().run().substring(0, SECOND_LENGTH) + signs(sum.getValue());
  }

  static String random(Instant now, RandomGenerator random) {
    return SECOND.format(now) + signs(random.nextLong(1L << 32));
  }

  private static String signs(long number) {
    StringBuilder out = new StringBuilder();
    long left = number;
    for (int i = 0; i < LENGTH; i++) {
      out.append(SIGNS.charAt((int) (left % SIGNS.length())));
      left /= SIGNS.length();
    }
    return out.toString();
  }
}
