package io.raftelection.watch.kafka;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;

/** An MBean with the attributes of Kafka's controllers, which Kafka reads one after another too. */
final class RaftMetrics implements DynamicMBean {
    private State state = new State("unattached", -1, 0);
    private State later = state;
    private int reads = Integer.MAX_VALUE;

    private record State(String name, int leader, long epoch) {}

    synchronized void set(String name, int leader, long epoch) {
        state = new State(name, leader, epoch);
        reads = Integer.MAX_VALUE;
    }

    /** Changes the state after some attributes were read. */
    synchronized void thenAfterReads(int count, String name, int leader, long epoch) {
        reads = count;
        later = new State(name, leader, epoch);
    }

    @Override
    public synchronized Object getAttribute(String attribute) {
        if (reads-- == 0) {
            state = later;
        }
        return switch (attribute) {
            case "current-state" -> state.name();
            case "current-leader" -> state.leader();
            default -> state.epoch();
        };
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        var values = new AttributeList();
        for (var attribute : attributes) {
            values.add(new Attribute(attribute, getAttribute(attribute)));
        }
        return values;
    }

    @Override
    public void setAttribute(Attribute attribute) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return new MBeanInfo(RaftMetrics.class.getName(), "", null, null, null, null);
    }
}
