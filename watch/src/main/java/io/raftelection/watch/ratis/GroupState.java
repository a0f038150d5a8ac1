package io.raftelection.watch.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;

/**
 * The state of a server in a group.
 *
 * @param group the group, in the form {@code group-000000000001}
 * @param server the server
 * @param claim what it claims
 */
record GroupState(String group, ServerId server, LeadershipClaim claim) {}
