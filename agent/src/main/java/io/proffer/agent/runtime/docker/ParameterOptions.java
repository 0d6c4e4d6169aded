package io.proffer.agent.runtime.docker;

import static io.proffer.agent.runtime.docker.ParameterValues.bool;
import static io.proffer.agent.runtime.docker.ParameterValues.bytes;
import static io.proffer.agent.runtime.docker.ParameterValues.capability;
import static io.proffer.agent.runtime.docker.ParameterValues.list;
import static io.proffer.agent.runtime.docker.ParameterValues.with;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.VolumesFrom;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parameters that are known, each with what it sets. */
final class ParameterOptions {

  private ParameterOptions() {}

  static SortedMap<String, ParameterOption> all() {
    SortedMap<String, ParameterOption> o = new TreeMap<>();
    process(o);
    network(o);
    rights(o);
    limits(o);
    storage(o);
    o.put("log-driver", ParameterOptions::logDriver);
    o.put("log-opt", ParameterOptions::logOption);
    return o;
  }

  private static void process(Map<String, ParameterOption> o) {
    o.put("entrypoint", (c, h, v) -> c.withEntrypoint(v));
    o.put("env", (c, h, v) -> c.withEnv(list(c.getEnv(), v)));
    o.put("hostname", (c, h, v) -> c.withHostName(v));
    o.put("init", (c, h, v) -> h.withInit(bool(v)));
    o.put("ipc", (c, h, v) -> h.withIpcMode(v));
    o.put("label", (c, h, v) -> c.withLabels(with(c.getLabels(), v)));
    o.put("no-healthcheck", (c, h, v) -> bool(v)); // an image's is never done
    o.put("pid", (c, h, v) -> h.withPidMode(v));
    o.put("rm", (c, h, v) -> {}); // the agent removes it once its end has been written down
    o.put("runtime", (c, h, v) -> h.withRuntime(v));
    o.put("stop-signal", (c, h, v) -> c.withStopSignal(v));
    o.put("user", (c, h, v) -> c.withUser(v));
    o.put("userns", (c, h, v) -> h.withUsernsMode(v));
    o.put("uts", (c, h, v) -> h.withUtSMode(v));
    o.put("workdir", (c, h, v) -> c.withWorkingDir(v));
  }

  private static void network(Map<String, ParameterOption> o) {
    o.put("add-host", (c, h, v) -> h.withExtraHosts(strings(list(h.getExtraHosts(), v))));
    o.put("dns", (c, h, v) -> h.withDns(list(h.getDns(), v)));
    o.put("dns-opt", (c, h, v) -> h.withDnsOptions(list(h.getDnsOptions(), v)));
    o.put("dns-option", (c, h, v) -> h.withDnsOptions(list(h.getDnsOptions(), v)));
    o.put("dns-search", (c, h, v) -> h.withDnsSearch(strings(list(h.getDnsSearch(), v))));
    o.put("ip", (c, h, v) -> c.withIpv4Address(v));
    o.put("mac-address", (c, h, v) -> c.withMacAddress(v));
    o.put("net", (c, h, v) -> h.withNetworkMode(v));
    o.put("net-alias", (c, h, v) -> c.withAliases(list(c.getAliases(), v)));
    o.put("network", (c, h, v) -> h.withNetworkMode(v));
    o.put("network-alias", (c, h, v) -> c.withAliases(list(c.getAliases(), v)));
    o.put("publish", ParameterOptions::publish);
  }

  private static void rights(Map<String, ParameterOption> o) {
    o.put("cap-add", (c, h, v) -> h.withCapAdd(capabilities(list(h.getCapAdd(), capability(v)))));
    o.put(
        "cap-drop", (c, h, v) -> h.withCapDrop(capabilities(list(h.getCapDrop(), capability(v)))));
    o.put("cgroup-parent", (c, h, v) -> h.withCgroupParent(v));
    o.put("device", (c, h, v) -> h.withDevices(list(h.getDevices(), Device.parse(v))));
    o.put("group-add", (c, h, v) -> h.withGroupAdd(list(h.getGroupAdd(), v)));
    o.put("privileged", (c, h, v) -> h.withPrivileged(bool(v)));
    o.put("read-only", (c, h, v) -> h.withReadonlyRootfs(bool(v)));
    o.put("security-opt", (c, h, v) -> h.withSecurityOpts(list(h.getSecurityOpts(), v)));
    o.put("sysctl", (c, h, v) -> h.withSysctls(with(h.getSysctls(), v)));
  }

  private static void limits(Map<String, ParameterOption> o) {
    o.put("blkio-weight", (c, h, v) -> h.withBlkioWeight(Integer.valueOf(v)));
    o.put("cpu-period", (c, h, v) -> h.withCpuPeriod(Long.valueOf(v)));
    o.put("cpu-quota", (c, h, v) -> h.withCpuQuota(Long.valueOf(v)));
    o.put("cpu-shares", (c, h, v) -> h.withCpuShares(Integer.valueOf(v)));
    o.put("cpuset-cpus", (c, h, v) -> h.withCpusetCpus(v));
    o.put("cpuset-mems", (c, h, v) -> h.withCpusetMems(v));
    o.put("memory", (c, h, v) -> h.withMemory(bytes(v)));
    o.put("memory-reservation", (c, h, v) -> h.withMemoryReservation(bytes(v)));
    o.put("memory-swap", (c, h, v) -> h.withMemorySwap(bytes(v)));
    o.put("memory-swappiness", (c, h, v) -> h.withMemorySwappiness(Long.valueOf(v)));
    o.put("oom-kill-disable", (c, h, v) -> h.withOomKillDisable(bool(v)));
    o.put("oom-score-adj", (c, h, v) -> h.withOomScoreAdj(Integer.valueOf(v)));
    o.put("pids-limit", (c, h, v) -> h.withPidsLimit(Long.valueOf(v)));
    o.put("shm-size", (c, h, v) -> h.withShmSize(bytes(v)));
    o.put("ulimit", (c, h, v) -> h.withUlimits(list(h.getUlimits(), ParameterValues.ulimit(v))));
  }

  private static void storage(Map<String, ParameterOption> o) {
    o.put("storage-opt", (c, h, v) -> h.withStorageOpt(with(h.getStorageOpt(), v)));
    o.put("tmpfs", (c, h, v) -> h.withTmpFs(with(h.getTmpFs(), v.replaceFirst(":", "="))));
    o.put("volume", (c, h, v) -> h.withBinds(list(h.getBinds(), Bind.parse(v))));
    o.put("volume-driver", (c, h, v) -> h.withVolumeDriver(v));
    o.put(
        "volumes-from",
        (c, h, v) -> h.withVolumesFrom(list(h.getVolumesFrom(), VolumesFrom.parse(v))));
  }

  private static void publish(CreateContainerCmd create, HostConfig host, String value) {
    PortBinding binding = PortBinding.parse(value);
    List<ExposedPort> exposed = list(create.getExposedPorts(), binding.getExposedPort());
    create.withExposedPorts(exposed);
    Ports before = host.getPortBindings();
    Ports ports = before == null ? new Ports() : before;
    ports.add(binding);
    host.withPortBindings(ports);
  }

  private static void logDriver(CreateContainerCmd create, HostConfig host, String value) {
    LogConfig.LoggingType type = LogConfig.LoggingType.fromValue(value);
    if (type == null) {
      throw new IllegalArgumentException("there is no such log driver");
    }
    host.withLogConfig(new LogConfig(type, ParameterValues.logOptions(host.getLogConfig())));
  }

  private static void logOption(CreateContainerCmd create, HostConfig host, String value) {
    LogConfig before = host.getLogConfig();
    LogConfig.LoggingType type = before == null ? null : before.getType();
    host.withLogConfig(
        new LogConfig(
            type == null ? LogConfig.LoggingType.DEFAULT : type,
            with(ParameterValues.logOptions(before), value)));
  }

  private static String[] strings(List<String> list) {
    return list.toArray(new String[0]);
  }

  private static Capability[] capabilities(List<Capability> list) {
    return list.toArray(new Capability[0]);
  }
}
