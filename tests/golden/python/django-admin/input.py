from django.contrib import admin

from .models import Customer, Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        return super().get_queryset(request).filter(closed=False)


class CustomerAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        return super().get_queryset(request).filter(active=True)


admin.site.register(Customer, CustomerAdmin)
