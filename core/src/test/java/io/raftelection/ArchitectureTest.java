package io.raftelection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.raftelection.spi.LeadershipProbe;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rules for time, threads and foreign code in this module. */
final class ArchitectureTest {
    private static final JavaClasses CORE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.raftelection");

    @Test
    void timeComesFromTheTimerAndTheClock() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.SystemTimer(\\$.*)?")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CORE);
    }

    @Test
    void theUsersClockIsReadWhereItDoesNoHarm() {
        noClasses()
                .that()
                .doNotHaveSimpleName("WallClock")
                .and()
                .doNotHaveSimpleName("ClusterTime") // once, when the tracker is built
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a clock is read",
                        call -> call.getTargetOwner().isAssignableTo(InstantSource.class)
                                && Set.of("instant", "millis").contains(call.getName())))
                .check(CORE);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(LockSupport.class)
                .check(CORE);
    }

    @Test
    void nothingIsRandom() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .check(CORE);
        noClasses()
                .that()
                .doNotHaveSimpleName("PolledLeadership") // its jitter, unless numbers come in by parameter
                .should()
                .callMethod(Math.class, "random")
                .check(CORE);
    }

    @Test
    void threadsAreMadeInOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Daemon")
                .should()
                .callConstructorWhere(makes("java.lang.Thread"))
                .check(CORE);
    }

    @Test
    void allTrackersShareTheirThreads() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SharedThreads")
                .should()
                .callConstructorWhere(makes("io.raftelection.internal.Workers"))
                .orShould()
                .callConstructorWhere(makes("io.raftelection.internal.SystemTimer"))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(AbstractExecutorService.class)
                .check(CORE);
    }

    @Test
    void onlyWhatRunsThreadsStartsThem() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(SystemTimer|Workers|QueueSource|Daemon)")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a thread is made",
                        call -> call.getTargetOwner().getSimpleName().equals("Daemon")))
                .check(CORE);
    }

    @Test
    void othersCodeRunsOnlyWhereItIsGuarded() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Mailbox")
                .and()
                .haveNameNotMatching(".*\\.(PolledServer|WatchedServer)")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a listener or a probe is called",
                        call -> call.getTargetOwner().isEquivalentTo(LeadershipListener.class)
                                || call.getTargetOwner().isEquivalentTo(LeadershipProbe.class)))
                .check(CORE);
    }

    @Test
    void onlyTheFlightRecordersEventsDependOnIt() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.internal\\.Jfr.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.jfr..")
                .check(CORE);
    }

    @Test
    void statesAndEffectsAreValues() {
        classes()
                .that()
                .areAssignableTo("io.raftelection.internal.ServerState")
                .or()
                .areAssignableTo("io.raftelection.internal.Effect")
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(CORE);
    }

    @Test
    void whatAnAdapterNeedsStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("..spi")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..internal")
                .check(CORE);
    }

    private static DescribedPredicate<JavaAccess<?>> makes(String type) {
        return DescribedPredicate.describe(
                "makes a " + type,
                access -> access.getTargetOwner().getFullName().equals(type));
    }
}
