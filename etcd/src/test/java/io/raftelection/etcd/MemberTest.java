package io.raftelection.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the numbers of a status say. */
final class MemberTest {
    private static final ServerId E1 = ServerId.of("e1");

    @AutoClose
    private final Client client = Client.builder().endpoints("http://127.0.0.1:1").build();

    private final Member member =
            new Member(E1, URI.create("http://127.0.0.1:1"), client.getMaintenanceClient());

    @Test
    void memberThatNamesItselfClaimsToLead() {
        assertThat(member.claim(-7, -7, 3)).contains(LeadershipClaim.self(E1, 3));
    }

    @Test
    void memberThatNamesAnotherHeardSo() {
        assertThat(member.claim(7, 0x8e9e05c52164694dL, 3))
                .contains(LeadershipClaim.hearsay(ServerId.of("8e9e05c52164694d"), 3));
    }

    @Test
    void memberMayKnowOfNoLeader() {
        assertThat(member.claim(7, 0, 3)).isEmpty();
    }

    @Test
    void memberThatIsNotThereCannotBeAsked() {
        assertThatThrownBy(member::look).hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void membersAreThoseThatWereNamed() {
        var endpoint = URI.create("http://127.0.0.1:1");

        assertThat(EtcdLeadership.of(client, Map.of(E1, endpoint)).probes()).containsOnlyKeys(E1);
        assertThatThrownBy(() -> EtcdLeadership.of(client, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
