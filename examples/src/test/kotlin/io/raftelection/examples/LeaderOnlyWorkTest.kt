package io.raftelection.examples

import io.raftelection.ServerId
import io.raftelection.Tracker
import java.time.Duration
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Leader-only work in Kotlin. */
class LeaderOnlyWorkTest {
    @Test
    fun `work runs while the server leads`() {
        Tracker.lenient("invoices").use { tracker ->
            val tokens = mutableListOf<Long>()
            val invoices = LeaderOnlyWork.Invoices { token -> tokens.add(token) }
            val s1 = ServerId.of("s1")
            tracker.track(s1).acquired(7)

            // region kotlin
            val leadership = tracker.await(s1, Duration.ofDays(365))
            leadership.run { invoices.send(leadership.fencingToken().asLong) }
            // endregion

            assertThat(tokens).containsExactly(7L)
        }
    }
}
