package io.raftelection.testing.toy;

import java.util.List;

/** What a server of the toy engine is made of. */
record ToyConfig(
        String name, List<String> members, ToyDisk disk, ToyNetwork network, ToyMachine machine, ToyListener listener) {

    List<String> others() {
        return members.stream().filter(member -> !member.equals(name)).toList();
    }
}
