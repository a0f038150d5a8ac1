package io.raftelection.watch.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.HttpAsker;
import io.raftelection.watch.JsonAnswer;
import io.raftelection.watch.Member;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names the members of a list. The addresses in it answer nothing. */
final class MemberListTest {
    private static final String FIRST = "http://127.0.0.1:1";
    private static final Member GIVEN = new Member(ServerId.of(FIRST), FIRST);
    private static final Member E1 = new Member(ServerId.of("e1"), FIRST);

    private final MemberList list = new MemberList();

    private Set<Member> update(Set<Member> known, String members) throws Exception {
        var client = new EtcdClient(new HttpAsker(Access.open().tls(), Duration.ofSeconds(5)), Access.open(), false);
        var listed = ListedMember.of(JsonAnswer.parse("etcd", "{\"members\":[" + members + "]}"));
        return list.update(known, new EtcdClient.Members(7, listed), client);
    }

    private static String member(long number, String name, String address) {
        return "{\"ID\":\"" + number + "\",\"name\":\"" + name + "\",\"clientURLs\":[\"" + address + "\"]}";
    }

    @Test
    void memberIsNotTrackedBeforeItHasStartedAndPublishedItsName() throws Exception {
        assertThat(update(Set.of(GIVEN), "{\"ID\":\"1\"}")).isEmpty();
        assertThat(update(Set.of(GIVEN), member(1, "e1", FIRST))).containsExactly(E1);
    }

    @Test
    void memberKeepsItsNameWhenAnotherOneHasTheSame() throws Exception {
        update(Set.of(GIVEN), member(1, "e1", FIRST));

        assertThat(update(Set.of(E1), member(1, "e1", FIRST) + "," + member(10, "e1", "http://127.0.0.1:2")))
                .containsExactlyInAnyOrder(E1, new Member(ServerId.of("a"), "http://127.0.0.1:2"));
    }

    @Test
    void memberThatTheUserNamedIsTrackedBeforeItAnswers() throws Exception {
        var named = new Member(ServerId.of("mine"), "http://127.0.0.1:3");

        assertThat(update(Set.of(GIVEN, named), member(1, "e1", FIRST))).containsExactlyInAnyOrder(E1, named);
    }

    @Test
    void memberThatIsNoLongerListedIsGone() throws Exception {
        var both = member(1, "e1", FIRST) + "," + member(2, "e2", "http://127.0.0.1:2");
        var known = update(Set.of(GIVEN), both);

        assertThat(known).hasSize(2);
        assertThat(update(known, member(1, "e1", FIRST))).containsExactly(E1);
    }

    @Test
    void statusOfAnotherMemberIsRefused() throws Exception {
        update(Set.of(GIVEN), member(1, "e1", FIRST) + "," + member(2, "e2", "http://127.0.0.1:2"));

        assertThatThrownBy(() -> list.check(E1, new EtcdStatus(7, 2, 2, 5)))
                .hasMessage(FIRST + ": answers as e2, expected e1");
        assertThatThrownBy(() -> list.check(E1, new EtcdStatus(7, -1, 2, 5)))
                .hasMessage(
                        FIRST + ": answers as member ffffffffffffffff, which the list of members lacks, expected e1");
    }
}
