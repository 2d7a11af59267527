package io.columnseal.key;

import io.columnseal.ConfigurationException;
import java.time.Duration;
import java.util.List;

/** The {@link Keys} of a development environment that has encryption switched off: there are none. */
public final class SwitchedOffKeys implements Keys {

    @Override
    public String currentActor() {
        throw refused();
    }

    @Override
    public Approvals approvals() {
        throw refused();
    }

    @Override
    public KeyInfo initialize(String tenant, String actor) {
        throw refused();
    }

    @Override
    public KeyInfo rotate(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo rotateIfDue(String tenant, int expectedVersion, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyRotationReport rotateAll(String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> needsRotation(Duration maxAge) {
        throw refused();
    }

    @Override
    public KeyInfo rotateIndex(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo rotateFiles(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo markCompromised(KeyId id, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo suspend(KeyId id, String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> suspend(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo resume(KeyId id, String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> resume(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public KeyInfo cancelDestruction(KeyId id, String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> eraseDue(String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> shred(String tenant, String actor, String reason) {
        throw refused();
    }

    @Override
    public List<KeyInfo> history(String tenant) {
        throw refused();
    }

    @Override
    public List<KeyInfo> indexHistory(String tenant) {
        throw refused();
    }

    @Override
    public List<KeyInfo> fileHistory(String tenant) {
        throw refused();
    }

    @Override
    public KeyInfo info(KeyId id) {
        throw refused();
    }

    @Override
    public Duration staleness() {
        throw refused();
    }

    @Override
    public boolean isKnownToAllNodes(KeyId id) {
        throw refused();
    }

    private static ConfigurationException refused() {
        return new ConfigurationException("columnseal.enabled", "is false, so there are no keys");
    }
}
