package io.proffer.master.http.exec;

import com.google.protobuf.ByteString;
import java.time.Duration;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.TTYInfo;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Call.AttachContainerInput;
import org.apache.mesos.v1.agent.Protos.ProcessIO;

/** The calls of an agent's API that a session makes. */
final class ExecCalls {

  private ExecCalls() {}

  static Call launch(ContainerID container, ExecRequest wanted) {
    return Call.newBuilder()
        .setType(Call.Type.LAUNCH_NESTED_CONTAINER_SESSION)
        .setLaunchNestedContainerSession(
            Call.LaunchNestedContainerSession.newBuilder()
                .setContainerId(container)
                .setCommand(
                    CommandInfo.newBuilder()
                        .setShell(false)
                        .setValue(wanted.command().getFirst())
                        .addAllArguments(wanted.command()))
                .setContainer(
                    ContainerInfo.newBuilder()
                        .setType(ContainerInfo.Type.MESOS)
                        .setTtyInfo(tty(wanted.columns(), wanted.rows()))))
        .build();
  }

  static Call await(ContainerID container) {
    return Call.newBuilder()
        .setType(Call.Type.WAIT_CONTAINER)
        .setWaitContainer(Call.WaitContainer.newBuilder().setContainerId(container))
        .build();
  }

  /** What a stream of input begins with. */
  static Call inputOf(ContainerID container) {
    return Call.newBuilder()
        .setType(Call.Type.ATTACH_CONTAINER_INPUT)
        .setAttachContainerInput(
            AttachContainerInput.newBuilder()
                .setType(AttachContainerInput.Type.CONTAINER_ID)
                .setContainerId(container))
        .build();
  }

  static Call typed(ByteString bytes) {
    return input(
        ProcessIO.newBuilder()
            .setType(ProcessIO.Type.DATA)
            .setData(
                ProcessIO.Data.newBuilder().setType(ProcessIO.Data.Type.STDIN).setData(bytes)));
  }

  static Call resized(int columns, int rows) {
    return control(
        ProcessIO.Control.newBuilder()
            .setType(ProcessIO.Control.Type.TTY_INFO)
            .setTtyInfo(tty(columns, rows)));
  }

  static Call heartbeat(Duration interval) {
    return control(
        ProcessIO.Control.newBuilder()
            .setType(ProcessIO.Control.Type.HEARTBEAT)
            .setHeartbeat(
                ProcessIO.Control.Heartbeat.newBuilder()
                    .setInterval(DurationInfo.newBuilder().setNanoseconds(interval.toNanos()))));
  }

  private static Call control(ProcessIO.Control.Builder control) {
    return input(ProcessIO.newBuilder().setType(ProcessIO.Type.CONTROL).setControl(control));
  }

  private static Call input(ProcessIO.Builder io) {
    return Call.newBuilder()
        .setType(Call.Type.ATTACH_CONTAINER_INPUT)
        .setAttachContainerInput(
            AttachContainerInput.newBuilder()
                .setType(AttachContainerInput.Type.PROCESS_IO)
                .setProcessIo(io))
        .build();
  }

  private static TTYInfo tty(int columns, int rows) {
    return TTYInfo.newBuilder()
        .setWindowSize(TTYInfo.WindowSize.newBuilder().setColumns(columns).setRows(rows))
        .build();
  }
}
