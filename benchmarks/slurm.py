#!/usr/bin/env python3
"""The same small jobs through Slurm and through Proffer's batch framework, one after the other, on this machine.

    apt-get install slurm-wlm munge        # Slurm as Debian has it; nothing of it needs to be set up or started
    ./proffer --version                    # Proffer is built
    benchmarks/slurm.py --jobs 2000

Both run with a controller and one node that may run --slots jobs at a time, from nothing, in a directory that is
removed at the end. The daemons are ended by their process ids. Measured are: the time until so many jobs of `true`,
each submitted by itself, have all ended; the same as one array; and, with nothing else to do, the time from
submitting a job until its command runs. Prints a table and JSON.
"""
import argparse
import concurrent.futures
import contextlib
import getpass
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATIENCE_S = 300


def fail(message):
    sys.exit(f"slurm.py: {message}")


def await_that(what, holds, every=0.02):
    until = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError(f"waited {PATIENCE_S} s in vain: {what}")
        time.sleep(every)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def daemon(command, log, env=None):
    """A process that is ended, and waited for, at the end."""
    with open(log, "ab") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Slurm:
    """Jobs through sbatch."""

    name = "Slurm"

    def __init__(self, directory, env):
        self.directory, self.env = directory, env
        self.completed = directory / "completed"

    def sbatch(self, *arguments):
        subprocess.run(
            ["sbatch", "--quiet", "--output=/dev/null", *arguments], check=True, env=self.env, cwd=self.directory)

    def ended(self):
        with contextlib.suppress(FileNotFoundError):
            return self.completed.read_bytes().count(b"\n")
        return 0

    def separate(self, jobs, clients):
        before = self.ended()
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda _: self.sbatch("--wrap=true"), range(jobs)))
        submitted = time.monotonic()
        await_that("the jobs to end", lambda: self.ended() >= before + jobs)
        return submitted

    def array(self, jobs):
        before = self.ended()
        self.sbatch(f"--array=0-{jobs - 1}", "--wrap=true")
        submitted = time.monotonic()
        await_that("the array to end", lambda: self.ended() >= before + jobs)
        return submitted

    def one(self, path):
        self.sbatch(f"--wrap=date +%s.%N > {path}.new && mv {path}.new {path}")


CONF = """
ClusterName=bench
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={controller}
SlurmdPort={node}
AuthType=auth/munge
AuthInfo=socket={dir}/munge.socket
StateSaveLocation={dir}/controller
SlurmdSpoolDir={dir}/node
SlurmctldPidFile={dir}/slurmctld.pid
SlurmdPidFile={dir}/slurmd.pid
SlurmctldDebug=error
SlurmdDebug=error
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
# As Slurm's guide to high throughput says: it schedules when a job comes and when one ends.
SchedulerParameters={scheduling}
MaxJobCount=50000
MaxArraySize=50001
ReturnToService=2
JobCompType=jobcomp/filetxt
JobCompLoc={dir}/completed
SlurmdParameters=config_overrides
NodeName=bench NodeHostname={host} NodeAddr=127.0.0.1 CPUs={slots} RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


@contextlib.contextmanager
def slurm(directory, slots, scheduling):
    for program in ("munged", "slurmctld", "slurmd", "sbatch"):
        if not shutil.which(program):
            fail(f"there is no {program}: apt-get install slurm-wlm munge")
    for name in ("controller", "node"):
        (directory / name).mkdir()
    key = directory / "munge.key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o400)
    conf = directory / "slurm.conf"
    conf.write_text(CONF.format(
        host=socket.gethostname().split(".")[0], user=getpass.getuser(), controller=free_port(), node=free_port(),
        dir=directory, slots=slots, scheduling=scheduling))
    (directory / "cgroup.conf").write_text("CgroupAutomount=no\n")
    env = dict(os.environ, SLURM_CONF=str(conf))
    munged = ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={directory}/munge.socket",
              f"--pid-file={directory}/munged.pid", f"--log-file={directory}/munged.log",
              f"--seed-file={directory}/munged.seed"]
    log = directory / "log"
    with daemon(munged, log):
        await_that("munged", (directory / "munge.socket").exists)
        with daemon(["slurmctld", "-D", "-c", "-f", str(conf)], log, env), \
                daemon(["slurmd", "-D", "-N", "bench", "-f", str(conf)], log, env):
            def is_up():
                state = subprocess.run(["sinfo", "-h", "-o", "%T"], capture_output=True, text=True, env=env)
                return state.stdout.strip() == "idle"
            try:
                await_that("the node to be idle", is_up, 0.2)
                yield Slurm(directory, env)
            except RuntimeError as trouble:
                fail(f"{trouble}\n{log.read_text()[-4000:]}")


class Proffer:
    """Jobs through Metronome's API."""

    name = "Proffer"

    def __init__(self, address):
        self.address = address
        self.connection = self.connect()
        self.made = 0

    def connect(self):
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, method, path, body=None, connection=None):
        connection = connection or self.connection
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        text = answer.read()
        if answer.status // 100 != 2:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {text[:300]}")
        return json.loads(text) if text else None

    def make(self, command, batch=None):
        self.made += 1
        job = {"id": f"job-{self.made}", "run": {"cpus": 1, "mem": 32, "disk": 0, "cmd": command}}
        if batch:
            job["batch"] = batch
        self.ask("POST", "/v1/jobs", job)
        return job["id"]

    def ended(self, job):
        summary = self.ask("GET", f"/v1/jobs/{job}?embed=historySummary")["historySummary"]
        if summary["failureCount"]:
            raise RuntimeError(f"{summary['failureCount']} runs have failed")
        return summary["successCount"]

    def separate(self, jobs, clients):
        job = self.make("true")
        path = f"/v1/jobs/{job}/runs"

        def submit(count):
            connection = self.connect()
            for _ in range(count):
                self.ask("POST", path, {}, connection)
            connection.close()

        shares = [jobs // clients + (i < jobs % clients) for i in range(clients)]
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            list(pool.map(submit, shares))
        submitted = time.monotonic()
        await_that("the jobs to end", lambda: self.ended(job) >= jobs, 0.1)
        return submitted

    def array(self, jobs):
        job = self.make("true", {"array": {"indexes": f"0-{jobs - 1}"}})
        self.ask("POST", f"/v1/jobs/{job}/runs", {})
        submitted = time.monotonic()
        await_that("the array to end", lambda: self.ended(job) >= 1, 0.1)
        return submitted

    def one(self, path):
        job = self.make(f"date +%s.%N > {path}.new && mv {path}.new {path}")
        self.ask("POST", f"/v1/jobs/{job}/runs", {})


@contextlib.contextmanager
def proffer(directory, slots, program):
    log = directory / "log"
    command = [program, "dev", "--no-service", "--docker=none", "--port=0", "--batch-port=0",
               f"--resources=cpus:{slots};mem:{slots * 64};disk:10000;ports:[31000-31999]",
               f"--work-dir={directory}/work"]
    with daemon(command, log) as process:
        def ready():
            if process.poll() is not None:
                fail(f"./proffer dev has ended:\n{log.read_text()[-4000:]}")
            return re.search(r"READY .*batch=http://([^:]+):(\d+)", log.read_text())
        await_that("./proffer dev", ready, 0.2)
        host, port = ready().groups()
        yield Proffer((host, int(port)))


def timed(what):
    begun = time.monotonic()
    submitted = what()
    return {"submit_s": round(submitted - begun, 2), "wall_s": round(time.monotonic() - begun, 2)}


def latencies(system, directory, count):
    """Milliseconds from before submitting until the command runs; one job at a time."""
    taken = []
    for i in range(count):
        path = directory / f"latency-{i}"
        begun = time.time()
        system.one(path)
        await_that("a job to run", path.exists, 0.005)
        taken.append((float(path.read_text()) - begun) * 1e3)
    taken.sort()
    return {"p50": round(taken[len(taken) // 2], 1), "p99": round(taken[min(len(taken) - 1, len(taken) * 99 // 100)], 1)}


def measure(system, directory, options):
    system.separate(options.warm_up, options.clients)
    figures = {
        "separate": timed(lambda: system.separate(options.jobs, options.clients)),
        "array": timed(lambda: system.array(options.jobs)),
        "latency_ms": latencies(system, directory, options.latencies),
    }
    for kind in ("separate", "array"):
        figures[kind]["jobs_per_s"] = round(options.jobs / figures[kind]["wall_s"])
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--slots", type=int, default=16, help="jobs at a time")
    parser.add_argument("--clients", type=int, default=4, help="that submit at a time")
    parser.add_argument("--latencies", type=int, default=50, help="jobs whose latency is measured")
    parser.add_argument("--warm-up", type=int, default=200, help="jobs before anything is measured")
    parser.add_argument(
        "--scheduling", default="batch_sched_delay=0,sched_min_interval=0,default_queue_depth=10000,bf_interval=1",
        help="Slurm's SchedulerParameters")
    parser.add_argument("--systems", default="slurm,proffer", help="which of the two")
    parser.add_argument("--proffer", default=str(ROOT / "proffer"), help="the command")
    options = parser.parse_args()
    all_figures = {"jobs": options.jobs, "slots": options.slots, "processors": os.cpu_count()}
    for name, start in (
            ("slurm", lambda directory: slurm(directory, options.slots, options.scheduling)),
            ("proffer", lambda directory: proffer(directory, options.slots, options.proffer))):
        if name not in options.systems.split(","):
            continue
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as made:
            directory = pathlib.Path(made)
            directory.chmod(0o755)
            with start(directory) as system:
                figures = measure(system, directory, options)
        all_figures[name] = figures
        for kind in ("separate", "array"):
            one = figures[kind]
            print(f"{system.name:8} {options.jobs} jobs of true, {kind:9} {one['wall_s']:8.2f} s  "
                  f"{one['jobs_per_s']:5} jobs/s  (submitted after {one['submit_s']} s)")
        print(f"{system.name:8} from submitting to running: p50 {figures['latency_ms']['p50']} ms, "
              f"p99 {figures['latency_ms']['p99']} ms", flush=True)
    print(json.dumps(all_figures, indent=2))


if __name__ == "__main__":
    main()
