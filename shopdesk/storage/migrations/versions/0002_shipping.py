"""Shipping: carriers and prices, waves and packing, parcels on their way, what follows an order, rules, tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables; new columns of old tables, added in place."""
    _carriers()
    _packing()
    _parcels()
    _exceptions()
    _claims()
    _tasks()
    _rules()
    _catalogue()
    _orders()



def _carriers() -> None:
    """Carriers, their services and prices; freight templates."""
    op.create_table(
        'carrier', sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
        sa.Column('aliases', sa.String(), nullable=False), sa.Column('kind', sa.String(), nullable=False),
        sa.Column('country', sa.String(), nullable=False),
        sa.Column('volumetric_divisor', sa.Integer(), nullable=False),
        sa.Column('weight_step_g', sa.Integer(), nullable=False),
        sa.Column('stale_domestic_hours', sa.Integer(), nullable=True),
        sa.Column('stale_abroad_hours', sa.Integer(), nullable=True),
        sa.Column('first_scan_hours', sa.Integer(), nullable=True),
        sa.Column('tracking_url', sa.String(), nullable=False), sa.Column('phone', sa.String(), nullable=False),
        sa.Column('traits', sa.String(), nullable=False), sa.Column('licence_no', sa.String(), nullable=False),
        sa.Column('licence_until', sa.Date(), nullable=True), sa.Column('contract_until', sa.Date(), nullable=True),
        sa.Column('note', sa.String(), nullable=False), sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier')),
        sa.UniqueConstraint('name', name=op.f('uq_carrier_name')),
    )
    op.create_table(
        'freight_template', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(), nullable=False), sa.Column('currency', sa.String(), nullable=False),
        sa.Column('by', sa.String(), nullable=False), sa.Column('free_over_minor', sa.Integer(), nullable=True),
        sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_freight_template')),
        sa.UniqueConstraint('name', name=op.f('uq_freight_template_name')),
    )
    op.create_table(
        'carrier_service', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('carrier_id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
        sa.Column('code', sa.String(), nullable=False), sa.Column('transit_days', sa.Integer(), nullable=False),
        sa.Column('is_tracked', sa.Boolean(), nullable=False), sa.Column('max_weight_g', sa.Integer(), nullable=True),
        sa.Column('max_length_mm', sa.Integer(), nullable=True), sa.Column('traits', sa.String(), nullable=False),
        sa.Column('modes', sa.String(), nullable=False),
        sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_service_carrier_id_carrier'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_service')),
        sa.UniqueConstraint('carrier_id', 'name', name=op.f('uq_carrier_service_carrier_id')),
    )
    op.create_table(
        'freight_template_row', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('template_id', sa.Integer(), nullable=False), sa.Column('country', sa.String(), nullable=False),
        sa.Column('region', sa.String(), nullable=False), sa.Column('first_n', sa.Integer(), nullable=False),
        sa.Column('first_minor', sa.Integer(), nullable=False), sa.Column('step_n', sa.Integer(), nullable=False),
        sa.Column('step_minor', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['template_id'], ['freight_template.id'], name=op.f('fk_freight_template_row_template_id_freight_template'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_freight_template_row')),
        sa.UniqueConstraint('template_id', 'country', 'region', name=op.f('uq_freight_template_row_template_id')),
    )
    op.create_table(
        'carrier_rate', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('service_id', sa.Integer(), nullable=False), sa.Column('country', sa.String(), nullable=False),
        sa.Column('up_to_g', sa.Integer(), nullable=False), sa.Column('price_minor', sa.Integer(), nullable=False),
        sa.Column('step_g', sa.Integer(), nullable=True), sa.Column('step_minor', sa.Integer(), nullable=True),
        sa.Column('currency', sa.String(), nullable=False), sa.Column('valid_from', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(['service_id'], ['carrier_service.id'], name=op.f('fk_carrier_rate_service_id_carrier_service'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_rate')),
        sa.UniqueConstraint('service_id', 'country', 'up_to_g', 'valid_from', name=op.f('uq_carrier_rate_service_id')),
    )


def _packing() -> None:
    """Waves and packing."""
    op.create_table(
        'packing_material', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(), nullable=False), sa.Column('kind', sa.String(), nullable=False),
        sa.Column('length_mm', sa.Integer(), nullable=True), sa.Column('width_mm', sa.Integer(), nullable=True),
        sa.Column('height_mm', sa.Integer(), nullable=True), sa.Column('weight_g', sa.Integer(), nullable=True),
        sa.Column('is_eco', sa.Boolean(), nullable=False), sa.Column('protects', sa.String(), nullable=False),
        sa.Column('cost_minor', sa.Integer(), nullable=True), sa.Column('currency', sa.String(), nullable=False),
        sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_packing_material')),
        sa.UniqueConstraint('name', name=op.f('uq_packing_material_name')),
    )
    op.create_table(
        'wave', sa.Column('id', sa.Integer(), nullable=False), sa.Column('number', sa.String(), nullable=False),
        sa.Column('warehouse_id', sa.Integer(), nullable=True), sa.Column('carrier', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False), sa.Column('picker', sa.String(), nullable=False),
        sa.Column('picked_at', sa.String(length=20), nullable=True),
        sa.Column('handed_over_at', sa.String(length=20), nullable=True),
        sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_wave_warehouse_id_warehouse')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_wave')),
        sa.UniqueConstraint('number', name=op.f('uq_wave_number')),
    )
    op.create_table(
        'packing_recipe', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sku_id', sa.Integer(), nullable=False), sa.Column('material_id', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['material_id'], ['packing_material.id'], name=op.f('fk_packing_recipe_material_id_packing_material'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], name=op.f('fk_packing_recipe_sku_id_sku'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_packing_recipe')),
        sa.UniqueConstraint('sku_id', 'material_id', name=op.f('uq_packing_recipe_sku_id')),
    )


def _parcels() -> None:
    """What is in a parcel, where it is, what it costs."""
    op.create_table(
        'shipment_line', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('shipment_id', sa.Integer(), nullable=False),
        sa.Column('order_line_id', sa.Integer(), nullable=False), sa.Column('quantity', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_shipment_line_order_line_id_order_line'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], name=op.f('fk_shipment_line_shipment_id_shipment'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment_line')),
        sa.UniqueConstraint('shipment_id', 'order_line_id', name=op.f('uq_shipment_line_shipment_id')),
    )
    op.create_index(op.f('ix_shipment_line_order_line_id'), 'shipment_line', ['order_line_id'], unique=False)
    op.create_table(
        'tracking_event', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('shipment_id', sa.Integer(), nullable=False), sa.Column('at', sa.String(length=20), nullable=False),
        sa.Column('status', sa.String(), nullable=False), sa.Column('place', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False), sa.Column('batch_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], name=op.f('fk_tracking_event_shipment_id_shipment'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tracking_event')),
        sa.UniqueConstraint('shipment_id', 'at', 'text', name=op.f('uq_tracking_event_shipment_id')),
    )
    op.create_index(op.f('ix_tracking_event_batch_id'), 'tracking_event', ['batch_id'], unique=False)
    op.add_column('shipment', sa.Column('service_id', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('merged_into_id', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('length_mm', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('width_mm', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('height_mm', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('pickup', sa.String(), server_default='', nullable=False))
    op.add_column('shipment', sa.Column('packed_at', sa.String(length=20), nullable=True))
    op.add_column('shipment', sa.Column('first_scan_at', sa.String(length=20), nullable=True))
    op.add_column('shipment', sa.Column('last_event_at', sa.String(length=20), nullable=True))
    op.add_column('shipment', sa.Column('expected_on', sa.Date(), nullable=True))
    op.add_column('shipment', sa.Column('delivered_at', sa.String(length=20), nullable=True))
    op.add_column('shipment', sa.Column('fee_quoted_minor', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('fee_billed_minor', sa.Integer(), nullable=True))
    op.add_column('shipment', sa.Column('fee_currency', sa.String(), server_default='', nullable=False))
    op.add_column('shipment', sa.Column('billed_ref', sa.String(), server_default='', nullable=False))
    op.create_index(
        'ix_shipment_merged_into', 'shipment', ['merged_into_id'], unique=False,
        sqlite_where=sa.text('merged_into_id IS NOT NULL'),
    )
    op.create_index('ix_shipment_waybill', 'shipment', ['waybill'], unique=False)
    op.create_index('ix_shipment_state', 'shipment', ['state', 'handed_over_at'], unique=False)


def _exceptions() -> None:
    """Exceptions and the words with customers about them."""
    op.create_table(
        'order_exception', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('order_id', sa.Integer(), nullable=False), sa.Column('kind', sa.String(), nullable=False),
        sa.Column('note', sa.String(), nullable=False), sa.Column('proposal', sa.String(), nullable=False),
        sa.Column('resolution', sa.String(), nullable=False),
        sa.Column('opened_at', sa.String(length=20), nullable=False),
        sa.Column('closed_at', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_exception_order_id_orders'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_order_exception')),
    )
    op.create_index(op.f('ix_order_exception_order_id'), 'order_exception', ['order_id'], unique=False)
    op.create_table(
        'exception_contact', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('exception_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.String(length=20), nullable=False), sa.Column('method', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['exception_id'], ['order_exception.id'], name=op.f('fk_exception_contact_exception_id_order_exception'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_exception_contact')),
    )
    op.create_index(op.f('ix_exception_contact_exception_id'), 'exception_contact', ['exception_id'], unique=False)


def _claims() -> None:
    """Refunds, invoices, installations."""
    op.create_table(
        'installation', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('order_id', sa.Integer(), nullable=False),
        sa.Column('requested_at', sa.String(length=20), nullable=False),
        sa.Column('due_at', sa.String(length=20), nullable=False), sa.Column('outlet', sa.String(), nullable=False),
        sa.Column('done_at', sa.String(length=20), nullable=True), sa.Column('note', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_installation_order_id_orders'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_installation')),
    )
    op.create_index(op.f('ix_installation_order_id'), 'installation', ['order_id'], unique=False)
    op.create_table(
        'invoice_request', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('order_id', sa.Integer(), nullable=False), sa.Column('kind', sa.String(), nullable=False),
        sa.Column('title', sa.String(), nullable=False), sa.Column('tax_no', sa.String(), nullable=False),
        sa.Column('email', sa.String(), nullable=False), sa.Column('address', sa.String(), nullable=False),
        sa.Column('amount_minor', sa.Integer(), nullable=False), sa.Column('currency', sa.String(), nullable=False),
        sa.Column('requested_at', sa.String(length=20), nullable=False),
        sa.Column('issued_at', sa.String(length=20), nullable=True),
        sa.Column('issued_no', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_invoice_request_order_id_orders'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_request')),
    )
    op.create_index(op.f('ix_invoice_request_order_id'), 'invoice_request', ['order_id'], unique=False)
    op.create_table(
        'refund', sa.Column('id', sa.Integer(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False), sa.Column('amount_minor', sa.Integer(), nullable=False),
        sa.Column('currency', sa.String(), nullable=False), sa.Column('reason', sa.String(), nullable=False),
        sa.Column('started_at', sa.String(length=20), nullable=False),
        sa.Column('due_at', sa.String(length=20), nullable=False),
        sa.Column('paid_at', sa.String(length=20), nullable=True),
        sa.Column('reference', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_refund_order_id_orders'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_refund')),
    )
    op.create_index(op.f('ix_refund_order_id'), 'refund', ['order_id'], unique=False)


def _tasks() -> None:
    """Things to do."""
    op.create_table(
        'task', sa.Column('id', sa.Integer(), nullable=False), sa.Column('key', sa.String(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False), sa.Column('order_id', sa.Integer(), nullable=True),
        sa.Column('shipment_id', sa.Integer(), nullable=True), sa.Column('params', sa.Text(), nullable=True),
        sa.Column('stake_minor', sa.Integer(), nullable=True),
        sa.Column('opened_at', sa.String(length=20), nullable=False),
        sa.Column('due_at', sa.String(length=20), nullable=False), sa.Column('state', sa.String(), nullable=False),
        sa.Column('snoozed_until', sa.String(length=20), nullable=True),
        sa.Column('done_at', sa.String(length=20), nullable=True), sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('note', sa.String(), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_task_order_id_orders'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], name=op.f('fk_task_shipment_id_shipment'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task')), sa.UniqueConstraint('key', name=op.f('uq_task_key')),
    )
    op.create_index('ix_task_open', 'task', ['due_at', 'id'], unique=False, sqlite_where=sa.text("state = 'due'"))
    op.create_index('ix_task_order', 'task', ['order_id'], unique=False)


def _rules() -> None:
    """If-then rules, platform limits."""
    op.create_table(
        'order_rule', sa.Column('id', sa.Integer(), nullable=False), sa.Column('name', sa.String(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False), sa.Column('is_on', sa.Boolean(), nullable=False),
        sa.Column('conditions', sa.Text(), nullable=False), sa.Column('actions', sa.Text(), nullable=False),
        sa.Column('created_at', sa.String(length=20), nullable=False),
        sa.Column('updated_at', sa.String(length=20), nullable=False),
        sa.Column('archived_at', sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_order_rule')),
        sa.UniqueConstraint('name', name=op.f('uq_order_rule_name')),
    )
    op.create_table(
        'platform_limit', sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('channel_kind', sa.String(), nullable=False), sa.Column('metric', sa.String(), nullable=False),
        sa.Column('limit_bp', sa.Integer(), nullable=False), sa.Column('window_days', sa.Integer(), nullable=False),
        sa.Column('valid_from', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_limit')),
        sa.UniqueConstraint('channel_kind', 'metric', 'valid_from', name=op.f('uq_platform_limit_channel_kind')),
    )


def _catalogue() -> None:
    """Sizes, English names for customs, the shop's tax numbers."""
    op.add_column('product', sa.Column('customs_name_en', sa.String(), server_default='', nullable=False))
    op.add_column('shop', sa.Column('vat_no', sa.String(), server_default='', nullable=False))
    op.add_column('shop', sa.Column('eori_no', sa.String(), server_default='', nullable=False))
    op.add_column('shop', sa.Column('ioss_no', sa.String(), server_default='', nullable=False))
    op.add_column('sku', sa.Column('length_mm', sa.Integer(), nullable=True))
    op.add_column('sku', sa.Column('width_mm', sa.Integer(), nullable=True))
    op.add_column('sku', sa.Column('height_mm', sa.Integer(), nullable=True))


def _orders() -> None:
    """Review, waves, gifts."""
    op.add_column('order_line', sa.Column('is_gift', sa.Boolean(), server_default='0', nullable=False))
    op.add_column('channel', sa.Column('ship_within_hours', sa.Integer(), nullable=True))
    op.add_column('orders', sa.Column('review_due_at', sa.String(length=20), nullable=True))
    op.add_column('orders', sa.Column('verified', sa.String(), server_default='', nullable=False))
    op.add_column('orders', sa.Column('warehouse_id', sa.Integer(), nullable=True))
    op.add_column('orders', sa.Column('wave_id', sa.Integer(), nullable=True))
    op.create_index(
        'ix_orders_archived', 'orders', ['placed_at', 'id', 'archived_at'], unique=False,
        sqlite_where=sa.text('archived_at IS NOT NULL'),
    )
    op.create_index('ix_orders_wave', 'orders', ['wave_id'], unique=False, sqlite_where=sa.text('wave_id IS NOT NULL'))
