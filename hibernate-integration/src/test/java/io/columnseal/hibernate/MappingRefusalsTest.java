package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.UnsupportedMappingException;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.Column;
import jakarta.persistence.ConstraintMode;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyClass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Check;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.JavaType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.ParamDef;
import org.hibernate.annotations.SQLOrder;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.Type;
import org.hibernate.envers.Audited;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.StringJavaType;
import org.hibernate.usertype.UserTypeSupport;
import org.junit.jupiter.api.Test;

/** Every mapping that encryption would break is refused at start-up, by entity, attribute and remedy. */
class MappingRefusalsTest {

    private static UnsupportedMappingException refusal(Class<?>... classes) {
        Throwable thrown = catchThrowable(() -> TestFactory.of(classes).build().close());
        assertThat(thrown).as("start-up").isNotNull();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnsupportedMappingException refusal) {
                assertThat(refusal.remedy()).isNotBlank();
                return refusal;
            }
        }
        throw new AssertionError("not refused by us", thrown);
    }

    private static void assertRefused(Class<?> entity, String attribute, String problem, Class<?>... more) {
        Class<?>[] classes = new Class<?>[more.length + 1];
        classes[0] = entity;
        System.arraycopy(more, 0, classes, 1, more.length);
        UnsupportedMappingException refusal = refusal(classes);
        assertThat(refusal.entity()).isEqualTo(entity.getName());
        assertThat(refusal.attribute()).isEqualTo(attribute);
        assertThat(refusal).hasMessageContaining(problem).hasMessageContaining(refusal.remedy());
    }

    @Test
    void identifiers() {
        assertRefused(EncryptedIdentifier.class, "id", "identifier");
        assertRefused(EncryptedInEmbeddedId.class, "id.code", "identifier");
    }

    @Entity
    static class EncryptedIdentifier {
        @Id
        @Encrypted String id;
    }

    @Embeddable
    static class Key implements Serializable {
        long number;

        @Encrypted String code;
    }

    @Entity
    static class EncryptedInEmbeddedId {
        @EmbeddedId
        Key id;
    }

    @Test
    void naturalIdentifiers() {
        assertRefused(EncryptedNaturalId.class, "ssn", "natural identifier");
    }

    @Entity
    static class EncryptedNaturalId {
        @Id
        long id;

        @NaturalId
        @Encrypted String ssn;
    }

    @Test
    void versions() {
        assertRefused(EncryptedVersion.class, "version", "version");
    }

    @Entity
    static class EncryptedVersion {
        @Id
        long id;

        @Version
        @Encrypted int version;
    }

    @Test
    void tenantIdentifiers() {
        assertRefused(EncryptedTenantId.class, "tenant", "@TenantId");
    }

    @Entity
    static class EncryptedTenantId {
        @Id
        long id;

        @TenantId
        @Encrypted String tenant;
    }

    @Test
    void setsOfEncryptedValues() {
        assertRefused(EncryptedSet.class, "tags", "Set");
        assertRefused(SetOfEmbeddables.class, "addresses.street", "Set");
    }

    @Entity
    static class EncryptedSet {
        @Id
        long id;

        @ElementCollection
        @Encrypted Set<String> tags;
    }

    @Embeddable
    static class Address {
        @Encrypted String street;
    }

    @Entity
    static class SetOfEmbeddables {
        @Id
        long id;

        @ElementCollection
        Set<Address> addresses;
    }

    @Test
    void encryptedMapKeys() {
        assertRefused(EncryptedMapKey.class, "byAddress.street", "keys of a map");
    }

    @Entity
    static class EncryptedMapKey {
        @Id
        long id;

        @ElementCollection
        @MapKeyClass(Address.class)
        Map<Address, String> byAddress;
    }

    @Test
    void auditedCollectionsOfEncryptedElements() {
        assertRefused(AuditedElements.class, "tags", "Envers");
        UnsupportedMappingException refusal = refusal(AuditedEmbeddables.class);
        assertThat(refusal).hasMessageContaining("Envers").hasMessageContaining("street");
    }

    @Entity
    @Audited
    static class AuditedElements {
        @Id
        long id;

        @ElementCollection
        @Encrypted List<String> tags;
    }

    @Entity
    @Audited
    static class AuditedEmbeddables {
        @Id
        long id;

        @ElementCollection
        List<Address> addresses;
    }

    @Test
    void uniqueConstraints() {
        assertRefused(UniqueColumn.class, "ssn", "unique constraint");
        assertRefused(UniqueTable.class, "ssn", "unique constraint");
        assertRefused(UniqueIndex.class, "ssn", "unique constraint");
    }

    @Entity
    static class UniqueColumn {
        @Id
        long id;

        @Encrypted @Column(unique = true)
        String ssn;
    }

    @Entity
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"city", "ssn"}))
    static class UniqueTable {
        @Id
        long id;

        String city;

        @Encrypted String ssn;
    }

    @Entity
    @Table(indexes = @Index(name = "ix_ssn", columnList = "ssn", unique = true))
    static class UniqueIndex {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Test
    void indexes() {
        assertRefused(Indexed.class, "ssn", "index ix_city_ssn");
    }

    @Entity
    @Table(indexes = @Index(name = "ix_city_ssn", columnList = "city, ssn"))
    static class Indexed {
        @Id
        long id;

        String city;

        @Encrypted String ssn;
    }

    @Test
    void associationsThatReferenceAnEncryptedColumn() {
        assertRefused(Referenced.class, "ssn", "references", Referencing.class);
        assertRefused(Referenced.class, "ssn", "joins on", ReferencingWithoutConstraint.class);
    }

    @Entity
    static class Referenced implements Serializable {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity
    static class Referencing {
        @Id
        long id;

        @ManyToOne
        @JoinColumn(name = "ssn_of_other", referencedColumnName = "ssn")
        Referenced other;
    }

    @Entity
    static class ReferencingWithoutConstraint {
        @Id
        long id;

        @ManyToOne
        @JoinColumn(
                name = "ssn_of_other",
                referencedColumnName = "ssn",
                foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
        Referenced other;
    }

    @Test
    void orderOfCollections() {
        assertRefused(OrderedElements.class, "tags", "ordered");
        assertRefused(Ordered.class, "ssn", "ordered", OrderingByAttribute.class);
        assertRefused(Ordered.class, "ssn", "ordered", OrderingBySql.class);
    }

    @Entity
    static class OrderedElements {
        @Id
        long id;

        @ElementCollection
        @OrderBy
        @Encrypted List<String> tags;
    }

    @Entity
    static class Ordered {
        @Id
        long id;

        @Encrypted String ssn;

        String city;
    }

    @Entity
    static class OrderingByAttribute {
        @Id
        long id;

        @OneToMany
        @OrderBy("city, ssn desc")
        List<Ordered> ordered;
    }

    @Entity
    static class OrderingBySql {
        @Id
        long id;

        @OneToMany
        @JoinColumn
        @SQLOrder("ssn desc")
        List<Ordered> ordered;
    }

    @Test
    void formulasThatNameTheColumn() {
        assertRefused(NamedByFormula.class, "ssn", "@Formula");
        assertRefused(EncryptedFormula.class, "ssn", "@Formula");
        assertRefused(Ordered.class, "ssn", "@Formula", NamingFromAnotherEntity.class);
        assertRefused(NamedByAlias.class, "ssn", "@Formula");
        assertRefused(Discriminated.class, "ssn", "@DiscriminatorFormula");
        assertRefused(Ordered.class, "ssn", "ordered", OrderingByFunction.class);
        assertRefused(Renamed.class, "ssn", "ordered", OrderingByFunctionOfTheAttribute.class);
    }

    @Entity
    @Table(name = "aliased")
    static class NamedByAlias {
        @Id
        long id;

        @Encrypted String ssn;

        @Formula("(select count(*) from aliased a where a.ssn = city)")
        long count;

        String city;
    }

    @Entity
    static class NamingFromAnotherEntity {
        @Id
        long id;

        @Formula("(select max(o.ssn) from \"MappingRefusalsTest$Ordered\" o)")
        String largest;
    }

    @Entity
    @org.hibernate.annotations.DiscriminatorFormula("case when ssn is null then 'A' else 'B' end")
    static class Discriminated {
        @Id
        long id;

        @Encrypted String ssn;
    }

    /** JPA orders by attributes, whatever their columns are called. */
    @Entity
    static class OrderingByFunctionOfTheAttribute {
        @Id
        long id;

        @OneToMany
        @OrderBy("lower(ssn)")
        List<Renamed> ordered;
    }

    @Entity
    static class Renamed {
        @Id
        long id;

        @Encrypted @Column(name = "social_number")
        String ssn;
    }

    @Entity
    static class OrderingByFunction {
        @Id
        long id;

        @OneToMany
        @OrderBy("lower(ssn)")
        List<Ordered> ordered;
    }

    @Entity
    static class NamedByFormula {
        @Id
        long id;

        @Encrypted String ssn;

        @Formula("substring(ssn, 1, 3)")
        String area;
    }

    @Entity
    static class EncryptedFormula {
        @Id
        long id;

        @Encrypted @Formula("upper(city)")
        String ssn;

        String city;
    }

    @Test
    void restrictionsAndFiltersThatNameTheColumn() {
        assertRefused(Restricted.class, "ssn", "@SQLRestriction");
        assertRefused(Filtered.class, "ssn", "@Filter");
        assertRefused(Ordered.class, "ssn", "restricted", RestrictedCollection.class);
        assertRefused(Ordered.class, "ssn", "restricted", FilteredCollection.class);
    }

    @Entity
    @SQLRestriction("ssn <> ''")
    static class Restricted {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity
    @FilterDef(name = "bySsn", parameters = @ParamDef(name = "ssn", type = String.class))
    @Filter(name = "bySsn", condition = "ssn = :ssn")
    static class Filtered {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity
    static class RestrictedCollection {
        @Id
        long id;

        @OneToMany
        @JoinColumn
        @SQLRestriction("ssn is not null")
        List<Ordered> ordered;
    }

    @Entity
    @FilterDef(name = "ofCity")
    static class FilteredCollection {
        @Id
        long id;

        @OneToMany
        @JoinColumn
        @Filter(name = "ofCity", condition = "city = 'x' or ssn = 'y'")
        List<Ordered> ordered;
    }

    @Test
    void checksTransformersDefaultsAndGeneratedColumns() {
        assertRefused(Checked.class, "ssn", "@Check");
        if (RunningHibernate.isSeven()) {
            // Jakarta Persistence 3.1 knows no check constraints of columns: there is none to refuse
            assertRefused(CheckedByJpa.class, "ssn", "check constraint");
        }
        assertRefused(Transformed.class, "ssn", "@ColumnTransformer");
        assertRefused(TransformedByOther.class, "ssn", "@ColumnTransformer");
        assertRefused(WithDefault.class, "ssn", "default");
        assertRefused(GeneratedByDatabase.class, "ssn", "generates");
        assertRefused(GeneratedFromIt.class, "ssn", "@GeneratedColumn");
        assertRefused(GeneratedValue.class, "ssn", "generates");
    }

    @Entity
    @Check(constraints = "length(ssn) = 11")
    static class Checked {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity
    static class CheckedByJpa {
        @Id
        long id;

        @Encrypted @Column(check = @CheckConstraint(name = "right_length", constraint = "length(ssn) = 11"))
        String ssn;
    }

    @Entity
    static class Transformed {
        @Id
        long id;

        @Encrypted @ColumnTransformer(read = "upper(ssn)")
        String ssn;
    }

    @Entity
    static class TransformedByOther {
        @Id
        long id;

        @Encrypted String ssn;

        @ColumnTransformer(read = "coalesce(city, ssn)")
        String city;
    }

    @Entity
    static class WithDefault {
        @Id
        long id;

        @Encrypted @ColumnDefault("'none'")
        String ssn;
    }

    @Entity
    static class GeneratedByDatabase {
        @Id
        long id;

        String city;

        @Encrypted @GeneratedColumn("upper(city)")
        String ssn;
    }

    @Entity
    static class GeneratedFromIt {
        @Id
        long id;

        @Encrypted String ssn;

        @GeneratedColumn("upper(ssn)")
        String upper;
    }

    @Entity
    static class GeneratedValue {
        @Id
        long id;

        @Encrypted @Generated
        String ssn;
    }

    @Test
    void encryptedEntitiesWithoutTenantAmongOthersWithOne() {
        assertRefused(WithoutTenant.class, "ssn", "@TenantId", WithTenant.class);
        UnsupportedMappingException refusal = refusal(ElementsWithoutTenant.class, WithTenant.class);
        assertThat(refusal).hasMessageContaining("Scope.SHARED").hasMessageContaining("street");
    }

    @Entity
    static class WithTenant {
        @Id
        long id;

        @TenantId
        String tenant;
    }

    @Entity
    static class WithoutTenant {
        @Id
        long id;

        @Encrypted String ssn;
    }

    @Entity
    static class ElementsWithoutTenant {
        @Id
        long id;

        @ElementCollection
        List<Address> addresses;
    }

    @Test
    void annotationsThatStoreTheAttributeInAnotherWay() {
        assertRefused(WithUserType.class, "ssn", "@Type");
        assertRefused(WithJavaType.class, "ssn", "@JavaType");
        assertRefused(StructuredEmbeddable.class, "address.street", "structured column");
    }

    static class UpperCase extends UserTypeSupport<String> {
        UpperCase() {
            super(String.class, java.sql.Types.VARCHAR);
        }
    }

    @Entity
    static class WithUserType {
        @Id
        long id;

        @Encrypted @Type(UpperCase.class)
        String ssn;
    }

    @Entity
    static class WithJavaType {
        @Id
        long id;

        @Encrypted @JavaType(StringJavaType.class)
        String ssn;
    }

    @Entity
    static class StructuredEmbeddable {
        @Id
        long id;

        @JdbcTypeCode(SqlTypes.JSON)
        Address address;
    }

    @Test
    void whatIsNotBasic() {
        assertRefused(EncryptedAssociation.class, "other", "only basic attributes", Ordered.class);
        assertRefused(EncryptedEmbeddable.class, "address", "only basic attributes");
    }

    @Entity
    static class EncryptedAssociation {
        @Id
        long id;

        @ManyToOne
        @Encrypted Ordered other;
    }

    @Entity
    static class EncryptedEmbeddable {
        @Id
        long id;

        @jakarta.persistence.Embedded
        @Encrypted Address address;
    }

    @Test
    void refusalsInsideTheEmbeddablesOfCollectionsAreNotLost() {
        UnsupportedMappingException refusal = refusal(RefusedInCollection.class);

        assertThat(refusal).hasMessageContaining("@JavaType").hasMessageContaining("secret");
    }

    @Embeddable
    static class Refused {
        @Encrypted @JavaType(StringJavaType.class)
        String secret;
    }

    @Entity
    static class RefusedInCollection {
        @Id
        long id;

        @ElementCollection
        List<Refused> refused;
    }

    @Test
    void secondMappingsOfTheColumn() {
        assertRefused(Sealing.class, "secret", "is also that of " + Peeking.class.getName() + ".secret", Peeking.class);
        assertRefused(Twice.class, "secret", "is also that of " + Twice.class.getName() + ".shadow");
        assertRefused(InPart.class, "secret", "is also that of " + InPart.class.getName() + ".part.secret");
        assertRefused(FirstKind.class, "secret", "SecondKind.secret", Kind.class, SecondKind.class);
        assertRefused(
                Referring.class, "secret", "is also that of " + Referring.class.getName() + ".other", Sealing.class);
    }

    @Test
    void theSameColumnOfSiblingsIsSealedOnceAndForAll() {
        try (SessionFactory factory =
                TestFactory.of(Kind.class, FirstKind.class, ThirdKind.class).build()) {
            factory.inTransaction(session -> {
                FirstKind first = new FirstKind();
                first.id = 1;
                first.secret = "first";
                session.persist(first);
                ThirdKind third = new ThirdKind();
                third.id = 3;
                third.secret = "third";
                session.persist(third);
            });
            factory.inTransaction(session -> {
                assertThat(session.find(FirstKind.class, 1).secret).isEqualTo("first");
                assertThat(session.find(ThirdKind.class, 3).secret).isEqualTo("third");
            });
        }
    }

    @Entity
    @Table(name = "sealing")
    static class Sealing {
        @Id
        long id;

        @Encrypted(storage = io.columnseal.Storage.TEXT) String secret;
    }

    @Entity
    @Table(name = "sealing")
    static class Peeking {
        @Id
        long id;

        @Column(length = 2000)
        String secret;
    }

    @Entity
    static class Twice {
        @Id
        long id;

        @Encrypted String secret;

        @Column(name = "secret", insertable = false, updatable = false)
        byte[] shadow;
    }

    @Embeddable
    static class Part {
        @Column(insertable = false, updatable = false)
        byte[] secret;
    }

    @Entity
    static class InPart {
        @Id
        long id;

        @Encrypted String secret;

        Part part;
    }

    @Entity
    static class Referring {
        @Id
        long id;

        @Encrypted String secret;

        @ManyToOne
        @JoinColumn(
                name = "secret",
                insertable = false,
                updatable = false,
                foreignKey = @ForeignKey(ConstraintMode.NO_CONSTRAINT))
        Sealing other;
    }

    @Entity
    static class Kind {
        @Id
        long id;
    }

    @Entity
    static class FirstKind extends Kind {
        @Encrypted String secret;
    }

    @Entity
    static class SecondKind extends Kind {
        byte[] secret;
    }

    @Entity
    static class ThirdKind extends Kind {
        @Encrypted String secret;
    }

    @Test
    void namesOfOtherTablesColumnsAreNoReasonToRefuse() {
        try (SessionFactory factory = TestFactory.of(Harmless.class).build()) {
            assertThat(factory.isOpen()).isTrue();
        }
    }

    @Entity
    @SQLRestriction("city <> 'ssn'")
    static class Harmless {
        @Id
        long id;

        @Encrypted String ssn;

        String city;

        @Formula("(select count(*) from Other o where o.ssn = city)")
        long count;
    }
}
