package io.columnseal.hibernate.query;

import io.columnseal.hibernate.compat.AuditLogs;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.MappingModelExpressible;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.SqmQuerySource;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.SqmVisitableNode;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.expression.SqmAliasedNodeRef;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.query.sqm.tree.expression.SqmHqlNumericLiteral;
import org.hibernate.query.sqm.tree.expression.SqmLiteral;
import org.hibernate.query.sqm.tree.expression.SqmParameter;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.predicate.SqmComparisonPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmEmptinessPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmInListPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmLikePredicate;
import org.hibernate.query.sqm.tree.predicate.SqmNegatedPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmNullnessPredicate;
import org.hibernate.query.sqm.tree.predicate.SqmPredicate;
import org.hibernate.query.sqm.tree.select.SqmSortSpecification;
import org.hibernate.query.sqm.tree.update.SqmSetClause;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.InsertStatement;
import org.hibernate.sql.ast.tree.predicate.ComparisonPredicate;
import org.hibernate.sql.ast.tree.predicate.InListPredicate;
import org.hibernate.sql.ast.tree.predicate.LikePredicate;
import org.hibernate.sql.ast.tree.predicate.NegatedPredicate;
import org.hibernate.sql.ast.tree.predicate.NullnessPredicate;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Translates queries on encrypted attributes: shows every path to the {@link QueryGuard}, seals what is assigned, and turns
 * what a blind index can answer into {@link Lookups}.
 */
class GuardedSqmTranslator<T extends Statement> extends PathCheckingTranslator<T> {

    private final SqmStatement<?> statement;
    private final QueryGuard guard;
    private final ParameterPlaces places;
    private final NarrowingPredicates narrowing;
    private final TranslatedPlace place = new TranslatedPlace();
    private @Nullable EncryptedAttribute lookedUp;

    GuardedSqmTranslator(
            SqmStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        super(statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
        this.statement = statement;
        this.places = new ParameterPlaces();
        this.narrowing = new NarrowingPredicates(statement);
        this.guard = new QueryGuard(
                statement, statement.getQuerySource() != SqmQuerySource.CRITERIA && addsComments(context));
    }

    /** The options have no other way in here. */
    @SuppressWarnings("deprecation")
    private static boolean addsComments(SqlAstCreationContext context) {
        return context.getSessionFactory().getSessionFactoryOptions().isCommentsEnabled();
    }

    /** An encrypted attribute that the query finds rows by, in a way that only this translator knows; else null. */
    @Nullable EncryptedAttribute lookedUp() {
        return lookedUp;
    }

    @Override
    void check(SqmVisitableNode path, @Nullable JdbcMappingContainer type) {
        if (place.isLookup() && lookedUp == null) {
            lookedUp = SealedMappings.first(type);
        }
        guard.check(path, type, place.forbiddenUse(getCurrentClauseStack().getCurrent()), place.isLookupOrNullTest());
        if (place.isLookup()) {
            refuseLog(type);
        }
    }

    /** An audit log has no index values, and none that were kept there would be rebuilt. */
    private void refuseLog(@Nullable JdbcMappingContainer type) {
        EncryptedAttribute sealed = SealedMappings.first(type);
        if (sealed != null
                && type instanceof AttributeMapping attribute
                && AuditLogs.isRead(attribute.findContainingEntityMapping(), getLoadQueryInfluencers())) {
            throw QueryGuard.refusal(sealed, Use.EQUATED_ELSEWHERE);
        }
    }

    @Override
    boolean isLookup() {
        return place.isLookup();
    }

    /**
     * Gives a parameter the type of the attribute beside it if that is encrypted: it seals the parameter, or makes an index
     * value of it. By itself Hibernate prefers the type of the value that happens to be bound. A plain attribute keeps its
     * own type likewise, when Hibernate has given the parameter that of an encrypted one elsewhere.
     */
    @Override
    protected Expression consumeSingleSqmParameter(SqmParameter<?> parameter) {
        MappingModelExpressible<?> target = getInferredValueMapping();
        if (target != null && SealedMappings.first(target) != null) {
            MappingModelExpressible<?> type = places.add(parameter, target, place.isLookup());
            Expression translated = super.consumeSqmParameter(parameter, type, (position, jdbcParameter) -> {});
            places.remember(parameter, translated);
            return translated;
        }
        places.addPlain(parameter, target);
        return super.consumeSqmParameter(parameter, plainType(parameter, target), (position, jdbcParameter) -> {});
    }

    private MappingModelExpressible<?> plainType(
            SqmParameter<?> parameter, @Nullable MappingModelExpressible<?> beside) {
        MappingModelExpressible<?> type = determineValueMapping(parameter);
        if (SealedMappings.first(type) == null) {
            return type;
        }
        places.add(parameter, beside instanceof ModelPart ? beside : type, false);
        return beside instanceof ModelPart ? beside : type;
    }

    /** Of an assignment, which knows the type by itself. */
    @Override
    protected Expression consumeSqmParameter(
            SqmParameter<?> parameter,
            MappingModelExpressible<?> type,
            BiConsumer<Integer, JdbcParameter> jdbcParameters) {
        places.add(parameter, type, false);
        return super.consumeSqmParameter(parameter, type, jdbcParameters);
    }

    @Override
    public Expression visitLiteral(SqmLiteral<?> literal) {
        Object value = literal.getLiteralValue();
        return value != null && getInferredValueMapping() instanceof BasicValuedMapping target && isSealed(target)
                ? sealedLiteral(value, target)
                : super.visitLiteral(literal);
    }

    /** Takes the digits as they were written: a decimal without a suffix reads as a double, which may not be exact. */
    @Override
    public <N extends Number> Expression visitHqlNumericLiteral(SqmHqlNumericLiteral<N> literal) {
        return getInferredValueMapping() instanceof BasicValuedMapping target && isSealed(target)
                ? sealedLiteral(literal.getUnparsedLiteralValue(), target)
                : super.visitHqlNumericLiteral(literal);
    }

    /** What the attribute's type cannot hold keeps its own type, so that the check of the assignment refuses it. */
    private Expression sealedLiteral(Object value, BasicValuedMapping target) {
        Expression literal = SealedLiterals.of(value, target);
        return literal == null
                ? new QueryLiteral<>(value, getTypeConfiguration().standardBasicTypeForJavaType(value.getClass()))
                : literal;
    }

    private static boolean isSealed(BasicValuedMapping target) {
        return SealedMappings.of(target.getJdbcMapping()) != null;
    }

    /** Some functions keep operands, filters among them, that only they themselves visit. */
    @Override
    public Expression visitFunction(SqmFunction<?> function) {
        Expression result = place.insideFunction(() -> super.visitFunction(function));
        NamedColumns.check(function, result, getCreationContext().getMappingMetamodel());
        return result;
    }

    @Override
    public NullnessPredicate visitIsNullPredicate(SqmNullnessPredicate predicate) {
        return predicate.getExpression() instanceof SqmPath<?>
                ? place.insideNullTest(() -> super.visitIsNullPredicate(predicate))
                : super.visitIsNullPredicate(predicate);
    }

    /** Asks for rows, not for what is in them. */
    @Override
    public Object visitIsEmptyPredicate(SqmEmptinessPredicate predicate) {
        return place.insideNullTest(() -> super.visitIsEmptyPredicate(predicate));
    }

    @Override
    public ComparisonPredicate visitComparisonPredicate(SqmComparisonPredicate predicate) {
        SqmComparisonPredicate equation = equation(predicate);
        return equation == null
                ? super.visitComparisonPredicate(predicate)
                : Lookups.of(
                        place.insideLookup(() -> super.visitComparisonPredicate(equation)),
                        Equations.caseFunction(predicate),
                        lookupPlace(predicate));
    }

    /** What to translate if it is a comparison that a blind index may answer, else null. */
    private @Nullable SqmComparisonPredicate equation(SqmComparisonPredicate predicate) {
        if (Equations.isEquation(predicate)) {
            return predicate;
        }
        SqmComparisonPredicate withoutCase = Equations.withoutCase(predicate);
        return withoutCase != null
                        && SealedMappings.first(determineValueMapping(withoutCase.getLeftHandExpression())) != null
                ? withoutCase
                : null;
    }

    @Override
    public Predicate visitInListPredicate(SqmInListPredicate<?> predicate) {
        return Equations.isEquation(predicate)
                ? Lookups.of(
                        (InListPredicate) place.insideLookup(() -> super.visitInListPredicate(predicate)),
                        lookupPlace(predicate))
                : super.visitInListPredicate(predicate);
    }

    @Override
    public LikePredicate visitLikePredicate(SqmLikePredicate predicate) {
        PrefixMatch match = PrefixMatch.of(predicate);
        if (match == null || SealedMappings.first(determineValueMapping(match.path())) == null) {
            return super.visitLikePredicate(predicate);
        }
        List<ComparisonPredicate> compared = place.insideLookup(() -> match.comparisons().stream()
                .map(super::visitComparisonPredicate)
                .toList());
        return PrefixLookups.of(match, compared, predicate.isNegated(), lookupPlace(predicate));
    }

    private LookupPlace lookupPlace(SqmPredicate predicate) {
        return new LookupPlace(place.isNegation(), narrowing.take(predicate), places);
    }

    @Override
    public NegatedPredicate visitNegatedPredicate(SqmNegatedPredicate predicate) {
        return place.insideNegation(() -> super.visitNegatedPredicate(predicate));
    }

    /** Of a set operation by an attribute of an entity it selects, of which the translator sees no path. */
    @Override
    public SortSpecification visitSortSpecification(SqmSortSpecification sort) {
        if (sort.getSortExpression() instanceof SqmAliasedNodeRef reference) {
            OrdersByAttribute.check(
                    reference,
                    getSqmQueryPartStack().getCurrent(),
                    getCreationContext().getMappingMetamodel());
        }
        return super.visitSortSpecification(sort);
    }

    @Override
    public List<Assignment> visitSetClause(SqmSetClause clause) {
        RowTenants.check(clause, getCreationContext().getMappingMetamodel());
        ReadOnlyTargets.check(clause, getCreationContext().getMappingMetamodel());
        return SealedAssignments.checked(indexes().completed(super.visitSetClause(clause)));
    }

    @Override
    public InsertStatement visitInsertValuesStatement(SqmInsertValuesStatement<?> statement) {
        ReadOnlyTargets.check(statement, getCreationContext().getMappingMetamodel());
        InsertStatement insert = super.visitInsertValuesStatement(statement);
        indexes().complete((InsertSelectStatement) insert);
        Dialect dialect =
                getCreationContext().getSessionFactory().getJdbcServices().getDialect();
        UniqueConflicts.check((InsertSelectStatement) insert, dialect);
        SealedAssignments.check((InsertSelectStatement) insert);
        RowTenants.check(
                statement, (InsertSelectStatement) insert, getCreationContext().getMappingMetamodel());
        MergedBytes.type((InsertSelectStatement) insert, dialect);
        return insert;
    }

    private IndexAssignments indexes() {
        SqmDmlStatement<?> changing = (SqmDmlStatement<?>) statement;
        return new IndexAssignments(getCreationContext()
                .getMappingMetamodel()
                .getEntityDescriptor(changing.getTarget().getEntityName()));
    }
}
