package io.proffer.benchmarks.docker;

/**
 * What to measure, and where.
 *
 * @param master {@code host:port} of a master with one agent, whose engine is {@code engine}
 * @param engine where the Docker engine is, {@code unix:///var/run/docker.sock}
 * @param image that the engine has, with {@code true} and {@code sleep}
 * @param rounds how often each way of running a container is taken; at least 1
 * @param parallel how many containers are started at once; at least 1
 */
public record DockerBenchOptions(
    String master, String engine, String image, int rounds, int parallel) {}
