import frappe

def close(doctype, name):
    doc = frappe.get_doc("Sales Order", name)
    doc.save()
    frappe.db.set_value("Customer", name, "x", 1)
    frappe.get_all(doctype, filters={})
    frappe.db.sql("select name from `tabItem` where x=1")
    frappe.get_doc({"doctype": "Note", "a": 1}).insert()
