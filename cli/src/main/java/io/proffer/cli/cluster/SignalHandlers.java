package io.proffer.cli.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Handlers for signals of the operating system. Java has no other way to tell a second Ctrl-C from
 * the first than {@code sun.misc.Signal}, which every JDK has in its module {@code
 * jdk.unsupported}, but which the compiler warns of in a way that cannot be turned off. Hence the
 * reflection, here and nowhere else.
 */
public final class SignalHandlers {

  private SignalHandlers() {}

  /**
   * Handles a signal instead of ending the process.
   *
   * @param name without {@code SIG}; one that this platform does not have is left alone
   * @param handler called on a thread of its own for each signal
   */
  public static void install(String name, Runnable handler) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      Object adapted =
          Proxy.newProxyInstance(
              SignalHandlers.class.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.run();
                }
                return null;
              });
      Object signal = signalClass.getConstructor(String.class).newInstance(name);
      signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, adapted);
    } catch (InvocationTargetException unknownHere) {
      // no such signal on this platform: it keeps its usual effect
    } catch (ReflectiveOperationException noSignals) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", noSignals);
    }
  }
}
