package io.proffer.agent.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import io.proffer.agent.container.ContainerSpec;
import io.proffer.agent.container.LaunchFailure;
import io.proffer.agent.runtime.LaunchException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings containers up: sandbox, image, create, start. The image is pulled only when it lacks. */
final class DockerLaunch {

  private static final Logger LOG = LoggerFactory.getLogger(DockerLaunch.class);

  private final DockerSettings settings;
  private final Engine engine;
  private final ImagePulls pulls;
  private final PulledImages images;
  private final PodHolders pods;
  private final DockerStart starts;
  private final Executor launcher;
  private final BiConsumer<DockerContainer, String> doomed;

  /**
   * @param doomed is to end a container that lost its pod, and told why
   */
  DockerLaunch(
      DockerSettings settings,
      Engine engine,
      ImagePulls pulls,
      PulledImages images,
      PodHolders pods,
      DockerStart starts,
      Executor launcher,
      BiConsumer<DockerContainer, String> doomed) {
    this.settings = settings;
    this.engine = engine;
    this.pulls = pulls;
    this.images = images;
    this.pods = pods;
    this.starts = starts;
    this.launcher = launcher;
    this.doomed = doomed;
  }

  /** A part of a launch; the rest may follow later, on another thread. */
  private interface Part {
    void run() throws LaunchException;
  }

  /**
   * @param forget is called when the launch has failed, before that is told
   */
  void begin(DockerContainer container, Runnable forget) {
    Attempt attempt = new Attempt(container, forget);
    if (PodHolders.concern(container.spec())) {
      attempt.joinPod();
    } else {
      attempt.onLauncher(attempt::prepare);
    }
  }

  private final class Attempt {

    private final DockerContainer container;
    private final ContainerSpec spec;
    private final Runnable forget;
    private Optional<String> needed = Optional.empty();

    Attempt(DockerContainer container, Runnable forget) {
      this.container = container;
      this.spec = container.spec();
      this.forget = forget;
    }

    void onLauncher(Part part) {
      try {
        launcher.execute(() -> attempt(part));
      } catch (RejectedExecutionException e) {
        fail(new LaunchFailure(LaunchFailure.Kind.RUNTIME, "too many launches are waiting"));
      }
    }

    private void attempt(Part part) {
      try {
        if (container.life().cancelled()) {
          throw new LaunchException(LaunchFailure.Kind.CANCELLED, "the launch was cancelled");
        }
        part.run();
      } catch (LaunchException e) {
        fail(e.failure());
      } catch (RuntimeException e) {
        LOG.debug("launching {} failed", spec.id(), e);
        fail(EngineTrouble.launch(e, engine).failure());
      }
    }

    private void fail(LaunchFailure failure) {
      release();
      container.dockerId().ifPresent(this::tidyUp);
      pods.leave(spec.id());
      forget.run();
      container.life().failed(failure);
    }

    private void tidyUp(String id) {
      try {
        engine.remove(id);
      } catch (RuntimeException e) {
        LOG.warn("Container {} cannot be removed: {}", id, EngineTrouble.describe(e));
      }
    }

    /** At once, and not when a thread is free: the first of a pod to fail must not end it. */
    void joinPod() {
      container.waitForOthers();
      var unused =
          pods.hold(spec, why -> doomed.accept(container, why))
              .whenComplete(
                  (holder, trouble) -> {
                    container.waitNoMore();
                    onLauncher(
                        () -> {
                          if (trouble != null) {
                            throw PodHolders.cause(trouble);
                          }
                          container.shares(holder);
                          prepare();
                        });
                  });
    }

    void prepare() throws LaunchException {
      String image = DockerRequest.image(spec);
      needs(image);
      Path sandbox = settings.sandboxes().create(spec);
      if (DockerRequest.forcesPull(spec)) {
        pull(image, sandbox);
      } else {
        create(image, sandbox, true);
      }
    }

    private void needs(String image) {
      String name = ImageName.parse(image).full();
      needed = Optional.of(name);
      images.launchBegins(name, Instant.now());
    }

    /** Its container keeps the image from now on, or it needs none any more. */
    private void release() {
      needed.ifPresent(images::launchEnds);
      needed = Optional.empty();
    }

    private void pull(String image, Path sandbox) throws LaunchException {
      RegistryLogins logins = DockerRequest.logins(spec, sandbox, settings.images().logins());
      container.waitForOthers();
      var unused =
          pulls
              .pull(image, logins)
              .whenComplete(
                  (v, trouble) -> {
                    container.waitNoMore();
                    onLauncher(
                        () -> {
                          if (trouble != null) {
                            throw new LaunchException(
                                LaunchFailure.Kind.IMAGE,
                                "image '"
                                    + image
                                    + "' cannot be pulled: "
                                    + EngineTrouble.describe(trouble));
                          }
                          images.pulled(ImageName.parse(image).full(), Instant.now());
                          create(image, sandbox, false);
                        });
                  });
    }

    private void create(String image, Path sandbox, boolean mayPull) throws LaunchException {
      CreateContainerCmd create = engine.create(image);
      DockerRequest request = new DockerRequest(settings, spec, sandbox, container.pod());
      request.fill(create);
      try {
        container.created(engine.create(create));
        release();
      } catch (DockerException e) {
        if (mayPull && EngineTrouble.isMissingImage(e)) {
          pull(image, sandbox);
          return;
        }
        throw EngineTrouble.launch(e, engine);
      }
      String id = container.dockerId().orElseThrow();
      for (NetworkInfo other : request.otherNetworks()) {
        engine.connect(other.getName(), id, DockerNetworks.address(other));
      }
      start(id, sandbox);
    }

    private void start(String id, Path sandbox) throws LaunchException {
      if (container.life().cancelled()) {
        throw new LaunchException(LaunchFailure.Kind.CANCELLED, "the launch was cancelled");
      }
      starts.start(container, id, sandbox);
    }
  }
}
