package io.proffer.agent.http;

import io.proffer.agent.sandbox.SandboxFiles;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.mesos.v1.Protos.FileInfo;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.agent.Protos.Call;
import org.apache.mesos.v1.agent.Protos.Response;

/** The sandboxes in the operator API. */
final class FileMessages {

  private FileMessages() {}

  static Response list(SandboxFiles files, Optional<String> principal, Call.ListFiles call)
      throws RefusedException {
    Response.ListFiles.Builder list = Response.ListFiles.newBuilder();
    FileEndpoints.reading(() -> files.list(principal, call.getPath()))
        .forEach(e -> list.addFileInfos(info(e)));
    return ServerMessages.answer(Response.Type.LIST_FILES).setListFiles(list).build();
  }

  private static FileInfo info(SandboxFiles.Entry entry) {
    return FileInfo.newBuilder()
        .setPath(entry.path())
        .setNlink(entry.links())
        .setSize(entry.size())
        .setMtime(TimeInfo.newBuilder().setNanoseconds(entry.modifiedAt().to(TimeUnit.NANOSECONDS)))
        .setMode(entry.mode())
        .setUid(entry.user())
        .setGid(entry.group())
        .build();
  }

  static Response read(SandboxFiles files, Optional<String> principal, Call.ReadFile call)
      throws RefusedException {
    Optional<Long> length =
        call.hasLength() && call.getLength() >= 0
            ? Optional.of(call.getLength())
            : Optional.empty(); // there is none, or it is more than 2^63
    SandboxFiles.Part part =
        FileEndpoints.reading(
            () -> files.read(principal, call.getPath(), call.getOffset(), length));
    return ServerMessages.answer(Response.Type.READ_FILE)
        .setReadFile(Response.ReadFile.newBuilder().setSize(part.size()).setData(part.data()))
        .build();
  }
}
