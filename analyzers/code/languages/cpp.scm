; What the syntax of C++ means, in the labels of ../README.md.

(translation_unit) @module
(comment) @comment

; Expressions.

(string_literal) @string
(char_literal) @constant
(number_literal) @constant
(true) @constant
(false) @constant
(null) @constant
(sizeof_expression) @constant
(concatenated_string) @join

(raw_string_literal) @string
(user_defined_literal) @group
(user_defined_literal . (_) @as.value)
(binary_expression operator: "+") @concat
(binary_expression operator: "%") @format
(binary_expression operator: "<<") @stream
(binary_expression left: (_) @as.left)
(binary_expression right: (_) @as.right)

(call_expression) @call
(call_expression function: (_) @as.function)
(call_expression arguments: (argument_list (_) @as.argument))
(field_expression) @member
(field_expression argument: (_) @as.object)
(field_expression field: (_) @as.name)
(subscript_expression) @subscript
(subscript_expression argument: (_) @as.object)
(subscript_expression indices: (subscript_argument_list (_) @as.index))
(identifier) @name
(field_identifier) @name
(qualified_identifier) @name
(template_function) @name
(template_method) @name
(this) @name

(initializer_list) @list
(initializer_list (_) @as.item)
(initializer_pair) @pair
(initializer_pair designator: (field_designator (_) @as.key))
(initializer_pair designator: (subscript_designator (_) @as.key))
(initializer_pair value: (_) @as.value)

(conditional_expression) @either
(conditional_expression consequence: (_) @as.item)
(conditional_expression alternative: (_) @as.item)

(parenthesized_expression) @group
(parenthesized_expression (_) @as.value)
(cast_expression) @group
(cast_expression value: (_) @as.value)
(pointer_expression) @group
(pointer_expression argument: (_) @as.value)
(compound_literal_expression) @call
(compound_literal_expression type: (type_identifier) @name @as.function)
(compound_literal_expression type: (qualified_identifier) @as.function)
(compound_literal_expression value: (initializer_list) @comment)
(compound_literal_expression value: (initializer_list (_) @as.argument))
(new_expression) @call
(new_expression type: (type_identifier) @name @as.function)
(new_expression type: (qualified_identifier) @as.function)
(new_expression arguments: (argument_list (_) @as.argument))
(lambda_expression) @lambda
(lambda_expression body: (_) @as.body)
(lambda_capture_specifier) @comment
(template_argument_list) @comment
(template_parameter_list) @comment
(static_assert_declaration) @comment
(using_declaration) @comment
(alias_declaration) @comment
(trailing_return_type) @comment
(type_descriptor) @comment
(gnu_asm_expression) @comment
(attribute_specifier) @comment
(offsetof_expression) @constant

; Definitions.

(function_definition) @function
(function_definition body: (_) @as.body)
(function_definition (storage_class_specifier) @as.modifier)
(function_declarator declarator: (identifier) @as.name)
(function_declarator declarator: (field_identifier) @as.name)
(function_declarator declarator: (qualified_identifier) @as.name)
(function_declarator declarator: (destructor_name) @as.name)
(function_declarator declarator: (operator_name) @as.name)
(field_initializer) @assignment
(field_initializer (field_identifier) @as.target)
(field_initializer (argument_list (_) @as.value))
(field_initializer (initializer_list) @comment)
(field_initializer (initializer_list (_) @as.value))

(class_specifier body: (field_declaration_list) @as.body) @class
(class_specifier name: (_) @as.name)
(struct_specifier body: (field_declaration_list) @as.body) @class
(struct_specifier name: (_) @as.name)
(base_class_clause (type_identifier) @name @as.base)
(base_class_clause (qualified_identifier) @as.base)
(field_declaration declarator: (field_identifier) @as.target)
(field_declaration declarator: (pointer_declarator declarator: (field_identifier) @as.target))
(field_declaration declarator: (array_declarator declarator: (field_identifier) @as.target))
(field_declaration declarator: (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @as.target)))
(field_declaration default_value: (_) @as.value) @assignment
(field_declaration declarator: (function_declarator) @comment)
(field_declaration declarator: (pointer_declarator declarator: (function_declarator) @comment))
(field_declaration declarator: (reference_declarator (function_declarator) @comment))


(parameter_declaration) @parameter
(parameter_declaration declarator: (identifier) @as.name)
(parameter_declaration declarator: (pointer_declarator declarator: (identifier) @as.name))
(parameter_declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @as.name)))
(parameter_declaration declarator: (array_declarator declarator: (identifier) @as.name))
(parameter_declaration declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @as.name)))
(parameter_declaration declarator: (reference_declarator (identifier) @as.name))
(optional_parameter_declaration) @parameter
(optional_parameter_declaration declarator: (identifier) @as.name)
(optional_parameter_declaration declarator: (pointer_declarator declarator: (identifier) @as.name))
(optional_parameter_declaration declarator: (reference_declarator (identifier) @as.name))
(optional_parameter_declaration default_value: (_) @as.value)
(variadic_parameter_declaration) @parameter.rest
(array_declarator size: (_) @comment)

(declaration) @declaration
(declaration type: (_) @as.type)
(declaration (storage_class_specifier) @as.modifier)
(declaration declarator: (identifier) @declared)
(declaration declarator: (pointer_declarator declarator: (identifier) @declared))
(declaration declarator: (array_declarator declarator: (identifier) @declared))
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @declared)))
(declaration declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @declared)))
(declaration declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @declared)))
(declaration declarator: (reference_declarator (identifier) @declared))
(declaration declarator: (function_declarator) @comment)
(declaration declarator: (reference_declarator (function_declarator) @comment))
(declaration declarator: (pointer_declarator declarator: (function_declarator) @comment))
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator) @comment)))

(init_declarator) @assignment
(init_declarator declarator: (identifier) @as.target)
(init_declarator declarator: (pointer_declarator declarator: (identifier) @as.target))
(init_declarator declarator: (array_declarator declarator: (identifier) @as.target))
(init_declarator declarator: (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (identifier) @as.target)))
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (array_declarator declarator: (identifier) @as.target))))
(init_declarator declarator: (reference_declarator (identifier) @as.target))
(init_declarator declarator: (qualified_identifier) @as.target)
(init_declarator declarator: (pointer_declarator declarator: (qualified_identifier) @as.target))
(init_declarator declarator: (array_declarator declarator: (qualified_identifier) @as.target))
(init_declarator declarator: (pointer_declarator declarator: (array_declarator declarator: (qualified_identifier) @as.target)))
(init_declarator value: (_) @as.value)
(init_declarator value: (argument_list) @call)
(init_declarator value: (argument_list (_) @as.argument))

(enumerator_list) @comment
(type_definition) @comment

; The preprocessor.

(preproc_include path: (_) @include)
(preproc_def) @assignment
(preproc_def name: (identifier) @name @as.target)
(preproc_def value: (_) @inject @as.value)
(preproc_function_def) @function
(preproc_function_def name: (_) @as.name)
(preproc_function_def parameters: (preproc_params (identifier) @parameter))
(preproc_function_def value: (_) @inject @as.body)
(preproc_call) @comment
(preproc_ifdef) @branch
(preproc_ifdef name: (_) @comment)
(preproc_if) @branch
(preproc_if condition: (_) @comment)
(preproc_elif) @arm
(preproc_elif condition: (_) @comment)
(preproc_else) @arm
(linkage_specification value: (_) @comment)

; Statements.

(assignment_expression operator: "=") @assignment
(assignment_expression operator: "+=") @augment
(assignment_expression left: (_) @as.target)
(assignment_expression right: (_) @as.value)

(throw_statement) @exit
(co_return_statement) @return
(co_return_statement (_) @as.value)
(return_statement) @return
(return_statement (_) @as.value)
(continue_statement) @exit

(if_statement) @branch
(if_statement consequence: (_) @as.arm)
(else_clause) @arm.else
(switch_statement) @branch
(case_statement) @arm
(for_statement) @loop
(for_statement body: (_) @as.arm)
(for_range_loop) @loop
(for_range_loop declarator: (identifier) @as.target)
(for_range_loop declarator: (reference_declarator (identifier) @as.target))
(for_range_loop declarator: (pointer_declarator declarator: (identifier) @as.target))
(for_range_loop right: (_) @as.value)
(for_range_loop body: (_) @as.arm)
(try_statement) @branch
(catch_clause body: (_) @arm)
(catch_clause parameters: (_) @comment)
(while_statement) @loop
(while_statement body: (_) @as.arm)
(do_statement) @loop
(do_statement body: (_) @as.arm)
