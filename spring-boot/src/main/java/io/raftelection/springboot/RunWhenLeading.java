package io.raftelection.springboot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a singleton bean each time that a server of this process leads.
 *
 * <pre>{@code
 * @RunWhenLeading
 * void sendInvoices(Leadership leadership) throws InterruptedException {
 *     while (true) {
 *         invoices.send(leadership.fencingToken().orElseThrow()); // interrupted when leadership is lost
 *     }
 * }
 * }</pre>
 *
 * <p>The method has no parameter, or one of the type {@link io.raftelection.Leadership}, and returns nothing. For each
 * leadership of the server, it is called at most once:
 *
 * <ul>
 *   <li>It starts when the leader is ready, as {@link io.raftelection.Leadership#runWhenReady} does. If the source of
 *       the notifications cannot report readiness, it starts when the server leads. It does not start if leadership is
 *       lost before.
 *   <li>Its thread is interrupted when leadership is lost, and when the application ends. A method that ignores
 *       interrupts goes on.
 *   <li>If it returns or throws while leadership is held, it is not called again before the next leadership. An
 *       exception is logged as an error, unless leadership was lost meanwhile; then it is logged at DEBUG.
 *   <li>Two calls of one method never overlap: the next leadership waits until the method has returned. A leadership
 *       that is lost meanwhile is skipped.
 * </ul>
 *
 * <p>It runs on a daemon thread of its own, never on a thread of the engine or of the tracker. The thread exists from
 * the acquisition until the method returns. Methods start after all beans of the application are ready, and end before
 * they are destroyed; the application waits {@code raft-election.run.shutdown-timeout} for that.
 *
 * <p>An interrupt is a request, and the loss may be reported late. If work of two leaders must not overlap, use
 * {@link io.raftelection.Leadership#fencingToken()}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RunWhenLeading {

    /**
     * {@return the server whose leadership counts; placeholders such as <code>${node.name}</code> are resolved} If it
     * is empty, the property {@code raft-election.server} counts, and if that is empty too, any server that the tracker
     * tracks.
     */
    String server() default "";

    /** {@return the name of the tracker's bean; empty for the only or primary one} */
    String tracker() default "";
}
