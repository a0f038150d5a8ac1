package io.raftelection.proofs.ratis;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the adapter to each server of the JVM: {@code ServerImplUtils.newRaftServer}, through which every server is
 * made, uses the attached registry. The classes of Ratis's tests receive their own state machine from
 * {@code Division.getStateMachine}, because they cast it.
 */
final class AdapterAgent {
    private static final AtomicReference<@Nullable Throwable> FAILURE = new AtomicReference<>();
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private static final Method USERS = users();

    private AdapterAgent() {}

    private static Method users() {
        try {
            return Attachments.class.getMethod("users", RaftServer.Division.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes the classes of this JVM, unless they are changed already. */
    static void install() {
        if (!INSTALLED.compareAndSet(false, true)) {
            return;
        }
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(new AgentBuilder.Listener.Adapter() {
                    @Override
                    public void onError(
                            String type,
                            @Nullable ClassLoader loader,
                            net.bytebuddy.utility.@Nullable JavaModule module,
                            boolean loaded,
                            Throwable thrown) {
                        FAILURE.compareAndSet(null, thrown);
                    }
                })
                .type(named("org.apache.ratis.server.impl.ServerImplUtils"))
                .transform((builder, type, loader, module, domain) -> builder.visit(
                        Advice.to(NewServer.class).on(named("newRaftServer").and(takesArguments(7)))))
                .type((type, loader, module, loaded, domain) -> isOfTests(domain))
                .transform((builder, type, loader, module, domain) -> builder.visit(MemberSubstitution.relaxed()
                        .method(named("getStateMachine")
                                .and(method -> method.getDeclaringType()
                                        .asErasure()
                                        .isAssignableTo(RaftServer.Division.class)))
                        .replaceWith(USERS)
                        .on(net.bytebuddy.matcher.ElementMatchers.any())))
                .installOn(ByteBuddyAgent.install());
    }

    /** Throws the first failure to change a class. */
    static void check() {
        var failure = FAILURE.get();
        if (failure != null) {
            throw new IllegalStateException("agent: could not change a class of Ratis", failure);
        }
    }

    private static boolean isOfTests(@Nullable ProtectionDomain domain) {
        return domain != null
                && domain.getCodeSource() != null
                && domain.getCodeSource().getLocation() != null
                && domain.getCodeSource().getLocation().getPath().matches(".*/ratis-[^/]*-tests\\.jar");
    }

    /** The code at the start of {@code ServerImplUtils.newRaftServer}. */
    static final class NewServer {
        private NewServer() {}

        @Advice.OnMethodEnter
        static void enter(
                @Advice.Argument(0) RaftPeerId id,
                @Advice.Argument(value = 3, readOnly = false) StateMachine.Registry registry) {
            registry = Attachments.attach(id, registry);
        }
    }
}
