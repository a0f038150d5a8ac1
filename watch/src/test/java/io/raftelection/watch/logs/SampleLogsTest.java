package io.raftelection.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import org.junit.jupiter.api.Test;

/**
 * The logs of real clusters give the history that their servers lived. The comment of each test says what was done to
 * the servers; the expected events were compared with that, line by line.
 */
final class SampleLogsTest {
    private static History only(String folder) throws Exception {
        var groups = ClusterLogs.read(Samples.of(folder), LogOptions.defaults()).groups();
        assertThat(groups).hasSize(1);
        return groups.values().iterator().next().history();
    }

    /** e3 was isolated at 21:04:36.603, and healed at 21:04:46.614; e2 led term 3, and later term 10. */
    @Test
    void etcdLeaderIsCutOffAndComesBack() throws Exception {
        var history = only("etcd");

        assertThat(Samples.events(history)).isEqualTo("""
                21:04:33.861 e3 acquired term 2
                21:04:33.861 e1 follows e3 term 2
                21:04:33.861 e2 follows e3 term 2
                21:04:37.657 e2 follows nobody term 3
                21:04:37.658 e1 follows nobody term 3
                21:04:37.659 e2 acquired term 3
                21:04:37.659 e1 follows e2 term 3
                21:04:37.858 e3 lost term 2 (stepped down)
                21:04:47.158 e2 lost term 3 (stepped down)
                21:04:48.308 e1 follows nobody term 4
                21:04:48.458 e2 acquired term 10
                21:04:48.459 e3 follows e2 term 10
                21:04:48.461 e1 follows e2 term 10
                21:04:48.669 e1 follows unknown
                21:04:48.669 e2 lost term 10 ("the log ends") observed within 0.086s
                21:04:48.669 e3 follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 3 terms checked");
    }

    /** e1 was killed at 05:39:25.218 and restarted at 05:39:29.223; all were stopped at 05:39:32.227. */
    @Test
    void etcdWithoutZapHasRaftTimesInSeconds() throws Exception {
        var history = only("etcd-capnslog");

        assertThat(Samples.events(history)).isEqualTo("""
                05:39:22.000 e1 acquired term 2
                05:39:22.000 e2 follows e1 term 2
                05:39:22.000 e3 follows e1 term 2
                05:39:26.000 e2 follows nobody term 3
                05:39:26.000 e3 follows nobody term 3
                05:39:27.000 e1 lost term 2 ("the process ended") observed within 4.851s
                05:39:27.000 e2 acquired term 4
                05:39:27.000 e3 follows e2 term 4
                05:39:29.234 e1 follows e2 term 4
                05:39:32.000 e2 lost term 4 (stepped down)
                05:39:32.000 e3 follows nobody term 5
                05:39:39.232 e1 follows unknown
                05:39:39.232 e3 follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 2 terms checked");
    }

    /** s3 was killed at 21:06:37.947 and restarted at 21:06:42.026; s1 led term 4, then s2 term 6. */
    @Test
    void hashicorpLeaderIsKilled() throws Exception {
        var history = only("hashicorp-raft");

        assertThat(Samples.events(history)).isEqualTo("""
                21:06:09.485 127.0.0.1:25103 acquired term 2
                21:06:40.886 127.0.0.1:25103 lost term 2 ("the process ended") observed within 31.401s
                21:06:40.886 127.0.0.1:25101 acquired term 4
                21:06:50.821 127.0.0.1:25102 acquired term 6
                21:06:52.149 127.0.0.1:25101 lost term 4 (stepped down)
                21:06:52.149 127.0.0.1:25102 lost term 6 ("the recording ends")
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 3 terms checked");
    }

    /** 28103 led term 1 and was killed; 28101 led term 2. */
    @Test
    void jraftLeaderIsKilled() throws Exception {
        var history = only("jraft");

        assertThat(Samples.events(history)).isEqualTo("""
                21:36:45.398 127.0.0.1:28103 acquired term 1
                21:36:45.414 127.0.0.1:28101 follows 127.0.0.1:28103 term 1
                21:36:45.483 127.0.0.1:28103 ready term 1
                21:36:45.496 127.0.0.1:28102 follows 127.0.0.1:28103 term 1
                21:36:50.495 127.0.0.1:28101 follows nobody term 1
                21:36:50.597 127.0.0.1:28102 follows nobody term 1
                21:36:50.603 127.0.0.1:28103 lost term 1 ("the log ends") observed within 5.119s
                21:36:50.603 127.0.0.1:28101 acquired term 2
                21:36:50.651 127.0.0.1:28102 follows 127.0.0.1:28101 term 2
                21:36:50.666 127.0.0.1:28101 ready term 2
                21:36:52.633 127.0.0.1:28101 lost term 2 ("the recording ends")
                21:36:52.633 127.0.0.1:28102 follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 2 terms checked");
    }

    /** Controller 2 was killed at 21:10:43.775; controller 3 was stopped from 21:11:31.032 to 21:11:39.051. */
    @Test
    void kafkaLeaderIsKilledAndAnotherOneIsStopped() throws Exception {
        var history = only("kafka");

        assertThat(Samples.events(history)).isEqualTo("""
                21:09:21.571 3 follows 1 term 1
                21:09:23.552 3 follows nobody term 2
                21:09:23.583 3 follows 2 term 2
                21:09:51.714 1 follows nobody term 1
                21:09:51.872 1 follows 2 term 2
                21:10:45.796 3 follows nobody term 2
                21:10:45.799 1 follows nobody term 2
                21:10:45.813 3 follows nobody term 3
                21:10:45.820 1 follows nobody term 3
                21:10:45.835 3 acquired term 3
                21:10:45.864 1 follows 3 term 3
                21:10:45.914 3 ready term 3
                21:10:56.383 2 follows nobody term 2
                21:10:56.878 2 follows 3 term 3
                21:11:32.998 1 follows nobody term 3
                21:11:33.010 2 follows nobody term 3
                21:11:33.022 1 follows nobody term 4
                21:11:33.027 2 follows nobody term 4
                21:11:33.036 1 acquired term 4
                21:11:33.052 2 follows 1 term 4
                21:11:33.068 1 ready term 4
                21:11:39.087 3 lost term 3 (stepped down)
                21:11:39.105 3 follows 1 term 4
                21:11:41.119 1 lost term 4 ("the recording ends")
                21:11:41.119 2 follows unknown
                21:11:41.119 3 follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 4 terms checked");
    }

    /** n3 was isolated at 21:39:21.809 and healed at 21:39:35.818: both claimed to lead for 7.2 s. */
    @Test
    void natsMetadataLeaderIsCutOff() throws Exception {
        var history = only("nats");

        assertThat(Samples.events(history)).isEqualTo("""
                21:39:13.667 n3 acquired
                21:39:13.668 n1 follows n3
                21:39:13.670 n2 follows n3
                21:39:26.509 n2 acquired
                21:39:26.510 n1 follows n2
                21:39:33.668 n3 lost (stepped down)
                21:39:33.668 n3 follows nobody
                21:39:40.266 n1 follows unknown
                21:39:40.266 n2 lost ("the log ends") observed within 13.757s
                21:39:40.266 n3 follows n2
                21:39:40.266 n3 follows unknown
                """);
        assertThat(history.safety())
                .hasToString("held: no term had two leaders, 0 terms checked, 2 events could not be");
    }

    /** 01fa was killed at 21:19:53.726 and restarted at 21:19:58.753. */
    @Test
    void ovsdbLeaderIsKilled() throws Exception {
        var history = only("ovsdb");

        assertThat(Samples.events(history)).isEqualTo("""
                21:19:25.475 01fa follows nobody term 1
                21:19:25.475 01fa acquired term 1
                21:19:25.984 7c09 follows 01fa term 1
                21:19:26.487 a1f1 follows 01fa term 1
                21:19:54.822 a1f1 follows nobody term 2
                21:19:54.826 01fa lost term 1 ("the process ended") observed within 19.347s
                21:19:54.826 a1f1 acquired term 2
                21:19:54.826 7c09 follows a1f1 term 2
                21:19:58.827 01fa follows a1f1 term 2
                21:20:00.738 01fa follows unknown
                21:20:00.738 7c09 follows unknown
                21:20:00.738 a1f1 lost term 2 ("the recording ends")
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 2 terms checked");
    }

    /** pg1 was killed at 21:23:59.265 and restarted at 21:24:23.292; pg2 was promoted at 21:24:18.858. */
    @Test
    void patroniPrimaryIsKilled() throws Exception {
        var history = only("patroni");

        assertThat(Samples.events(history)).isEqualTo("""
                21:23:24.888 pg1 acquired
                21:24:23.598 pg1 lost ("the process ended") observed within 24.310s
                21:24:26.291 pg1 follows pg2
                """);
        assertThat(history.safety())
                .hasToString("held: no term had two leaders, 0 terms checked, 1 event could not be");
    }

    /** r2 was killed at 21:22:37.364 and restarted at 21:22:44.588; r1 led term 3. */
    @Test
    void rabbitmqLeaderIsKilled() throws Exception {
        var history = only("rabbitmq");

        assertThat(Samples.events(history)).isEqualTo("""
                21:20:44.985 r1@localhost acquired term 1
                21:20:44.985 r2@localhost follows r1@localhost
                21:22:22.483 r2@localhost follows unknown
                21:22:23.277 r1@localhost lost term 1 ("the process ended") observed within 11.040s
                21:22:28.007 r1@localhost follows r2@localhost
                21:22:28.008 r2@localhost acquired term 2
                21:22:37.375 r1@localhost follows nobody
                21:22:37.652 r2@localhost lost term 2 ("the process ended") observed within 9.599s
                21:22:37.652 r1@localhost acquired term 3
                21:22:49.797 r2@localhost follows r1@localhost
                21:22:49.798 r1@localhost lost term 3 ("the log ends") observed within 0.583s
                21:22:49.798 r2@localhost follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 3 terms checked");
    }

    /** s2 was killed at 21:15:49.150 and restarted at 21:15:54.167; s3 led term 3. */
    @Test
    void ratisLeaderIsKilled() throws Exception {
        var history = only("ratis");

        assertThat(Samples.events(history)).isEqualTo("""
                21:15:43.612 s2 acquired term 2
                21:15:43.716 s1 follows s2 term 2
                21:15:43.876 s3 follows s2 term 2
                21:15:44.113 s2 ready term 2
                21:15:49.393 s3 follows nobody term 2
                21:15:49.415 s1 follows nobody term 3
                21:15:49.419 s2 lost term 2 ("the process ended") observed within 5.306s
                21:15:49.419 s3 acquired term 3
                21:15:49.509 s1 follows s3 term 3
                21:15:49.629 s3 ready term 3
                21:15:57.211 s2 follows s3 term 3
                21:15:57.745 s2 follows nobody term 3
                21:15:58.751 s2 follows s3 term 3
                21:16:02.240 s1 follows unknown
                21:16:02.240 s2 follows unknown
                21:16:02.240 s3 lost term 3 ("the recording ends")
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 2 terms checked");
    }

    /** The master 28501 was killed at 21:18:26.816; sentinels switched to 28503 from 21:18:30.115 on. */
    @Test
    void sentinelsHaveViewsAndNoLeaderships() throws Exception {
        var history = only("redis-sentinel");

        assertThat(Samples.events(history)).isEqualTo("""
                21:18:20.435 s1 follows 127.0.0.1:28501
                21:18:20.632 s2 follows 127.0.0.1:28501
                21:18:20.657 s3 follows 127.0.0.1:28501
                21:18:28.996 s1 follows nobody
                21:18:29.066 s3 follows nobody
                21:18:29.991 s2 follows nobody
                21:18:30.115 s3 follows 127.0.0.1:28503
                21:18:30.116 s2 follows 127.0.0.1:28503
                21:18:31.150 s1 follows 127.0.0.1:28503
                21:18:35.528 s1 follows unknown
                21:18:35.528 s2 follows unknown
                21:18:35.528 s3 follows unknown
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 0 terms checked");
    }

    /** 3 was killed at 21:12:53.166 and restarted at 21:12:58.180; 2 was stopped from 21:13:38.220 to 21:13:43.250. */
    @Test
    void zookeeperLeaderIsKilledAndAnotherOneIsStopped() throws Exception {
        var history = only("zookeeper");

        assertThat(Samples.events(history)).isEqualTo("""
                21:12:35.672 3 acquired term 1
                21:12:53.771 3 lost term 1 ("the process ended") observed within 0.611s
                21:12:53.771 2 acquired term 2
                21:13:40.362 3 acquired term 3
                21:13:43.279 2 lost term 2 ("Not sufficient followers synced, only synced with sids: [ [2] ]")
                21:14:50.825 3 lost term 3 ("the log ends") observed within 0.001s
                """);
        assertThat(history.safety()).hasToString("held: no term had two leaders, 3 terms checked");
    }
}
