package io.proffer.master.kernel;

import java.util.Arrays;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;

/** Reserved disks, volumes on them, and the operations that make and unmake these. */
final class Disks {
  private Disks() {}

  static Resource reserved(String name, double amount, String... roles) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setName(name)
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(amount));
    for (String role : roles) {
      resource.addReservations(
          ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole(role));
    }
    return resource.build();
  }

  static Resource volume(String id, double megabytes, String role) {
    return reserved("disk", megabytes, role).toBuilder()
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId(id))
                .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
        .build();
  }

  static Resource shared(Resource volume) {
    return volume.toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
  }

  static Operation reserve(Resource... resources) {
    return Operation.newBuilder()
        .setType(Operation.Type.RESERVE)
        .setReserve(Operation.Reserve.newBuilder().addAllResources(Arrays.asList(resources)))
        .build();
  }

  static Operation unreserve(Resource... resources) {
    return Operation.newBuilder()
        .setType(Operation.Type.UNRESERVE)
        .setUnreserve(Operation.Unreserve.newBuilder().addAllResources(Arrays.asList(resources)))
        .build();
  }

  static Operation createVolume(Resource... volumes) {
    return Operation.newBuilder()
        .setType(Operation.Type.CREATE)
        .setCreate(Operation.Create.newBuilder().addAllVolumes(Arrays.asList(volumes)))
        .build();
  }

  static Operation destroyVolume(Resource... volumes) {
    return Operation.newBuilder()
        .setType(Operation.Type.DESTROY)
        .setDestroy(Operation.Destroy.newBuilder().addAllVolumes(Arrays.asList(volumes)))
        .build();
  }

  static Operation grow(Resource volume, Resource addition) {
    return Operation.newBuilder()
        .setType(Operation.Type.GROW_VOLUME)
        .setGrowVolume(Operation.GrowVolume.newBuilder().setVolume(volume).setAddition(addition))
        .build();
  }

  static Operation named(String id, Operation operation) {
    return operation.toBuilder().setId(OperationID.newBuilder().setValue(id)).build();
  }
}
