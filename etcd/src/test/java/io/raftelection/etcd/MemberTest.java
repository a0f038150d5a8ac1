package io.raftelection.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how a status becomes a claim. */
@Timeout(30)
final class MemberTest {
    private static final ServerId E1 = ServerId.of("e1");

    private static final Map<ServerId, URI> ENDPOINTS = Map.of(E1, URI.create("http://127.0.0.1:1"));

    private final PolledLeadership polled = EtcdLeadership.of(Client.builder(), ENDPOINTS);
    private final Member member =
            new Member(E1, URI.create("http://127.0.0.1:1"), Client.builder().waitForReady(false));

    @Test
    void memberThatNamesItselfClaimsToLead() {
        assertThat(member.claim(-7, -7, 3)).contains(LeadershipClaim.self(E1, 3));
    }

    @Test
    void memberThatNamesAnotherDoesNotLead() {
        assertThat(member.claim(7, 0x8e9e05c52164694dL, 3)).isEmpty();
    }

    @Test
    void memberMayKnowOfNoLeader() {
        assertThat(member.claim(7, 0, 3)).contains(LeadershipClaim.nobody());
    }

    @Test
    void memberThatIsDownCannotBePolled() {
        assertThatThrownBy(member::poll).hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void onlyConfiguredMembersArePolled() {
        assertThat(polled.probes()).containsOnlyKeys(E1);
        assertThatThrownBy(() -> EtcdLeadership.of(Client.builder(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
