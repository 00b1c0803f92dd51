from odoo import models, fields

class Order(models.Model):
    _name = 'sale.order'

    def close(self, other):
        lines = self.env['sale.order.line'].sudo().search([('x', '=', 1)])
        lines.write({'a': 1})
        self.env.cr.execute("SELECT 1 FROM sale_order")
        self.env['res.partner'].browse(1).unlink()
        self.write({'x': 1})
        self.env[other].search([])
        for l in lines:
            l.unlink()
