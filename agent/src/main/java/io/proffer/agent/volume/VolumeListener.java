package io.proffer.agent.volume;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;

/** Is told what becomes of volumes; must return soon. */
public interface VolumeListener {

  /** The volumes of an operation are there, and empty; or why they cannot be. */
  void prepared(ByteString operation, Optional<String> problem);

  /** The data of a volume is not where the volume was any more; or why it still is. */
  void removed(Resource volume, Optional<String> problem);
}
