package io.proffer.benchmarks.service;

/**
 * What to measure.
 *
 * @param apps how many
 * @param instances of each
 * @param rolled instances of the app that is rolled over
 * @param agents emulated, with 32 processors each
 * @param requests for the list of apps
 */
public record ServiceBenchOptions(int apps, int instances, int rolled, int agents, int requests) {

  public ServiceBenchOptions {
    if (apps < 1 || instances < 1 || rolled < 1 || agents < 1 || requests < 1) {
      throw new IllegalArgumentException("all numbers must be 1 or more");
    }
  }
}
