"""The operations that a list of acts may name, each by its own name."""

from collections.abc import Callable

from concierta.agreements import operations as agreements
from concierta.amendments import operations as amendments
from concierta.budgets import operations as budgets
from concierta.evaluation import operations as evaluation
from concierta.indicators import operations as indicators
from concierta.mesa import operations as mesa
from concierta.plans import operations as plans
from concierta.publishing import operations as publishing
from concierta.reporting import operations as reporting
from concierta.responsibilities import operations as responsibilities
from concierta.verification import operations as verification

OPERATIONS: dict[str, Callable[..., object]] = {
    operation.__name__: operation
    for operation in (
        *(agreements.draft_version, agreements.write_article, agreements.open_version, agreements.adopt_version),
        *(agreements.invite_signatory, agreements.record_mandate, agreements.state_role, agreements.state_competence),
        *(agreements.state_means, agreements.register_pledge, agreements.confirm_pledge, agreements.assess_pledge),
        *(evaluation.leave_agreement, evaluation.review_silence, evaluation.declare_milestone),
        *(evaluation.verify_milestone, evaluation.record_risk, evaluation.review_project),
        *(plans.define_project, plans.define_product, plans.define_activity, plans.open_period, plans.put_in_force),
        *(plans.record_follow_ups,),
        *(indicators.define_category_set, indicators.define_indicator, indicators.set_target),
        *(responsibilities.assign_by_role,),
        *(reporting.open_correction, reporting.return_report, reporting.review_report, reporting.self_assess),
        *(reporting.give_opinion,),
        *(verification.plan_campaign, verification.close_population, verification.verify_report),
        *(verification.verify_again,),
        *(publishing.freeze_corte,),
        *(budgets.keep_price_index, budgets.state_need, budgets.offer_contribution, budgets.declare_delivery),
        *(budgets.verify_delivery, budgets.open_opportunity, budgets.set_deadline, budgets.prepare_opportunity),
        *(budgets.request_support, budgets.record_approval, budgets.record_agreement, budgets.record_disbursement),
        *(budgets.record_refusal,),
        *(amendments.propose_amendment, amendments.propose_measure, amendments.put_on_agenda),
        *(amendments.adopt_amendment, amendments.adopt_measure, amendments.evaluate_measure),
        *(mesa.establish_mesa, mesa.give_seat, mesa.register_delegation, mesa.plan_session, mesa.add_item),
        *(mesa.send_notice, mesa.record_arrival, mesa.record_departure, mesa.declare_not_held, mesa.open_session),
        *(mesa.open_item, mesa.declare_conflict, mesa.write_notes, mesa.propose_motion, mesa.cast_vote),
        *(mesa.close_motion, mesa.assign_action, mesa.finish_action, mesa.check_action, mesa.close_item),
        *(mesa.close_session, mesa.draft_minutes, mesa.circulate_minutes, mesa.make_remark, mesa.answer_remark),
        *(mesa.write_section, mesa.approve_minutes, mesa.sign_minutes),
    )
}
